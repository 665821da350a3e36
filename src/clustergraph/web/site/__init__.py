"""The site: a page for each thing, each question, and for the graph as a whole.

Made of one registry of pages, `pages.PAGES`; a server shows them, `publishing` writes them to a
folder. Knows no requests: addresses come in, bytes go out.
"""
