"""HTTP (RFC 9110) on httpx: one request, one answer within limits, or an error that says why not.

Knows requests, redirects, proxies, limits and credentials; nothing of SPARQL or archives. Import
the modules: this one loads none of them, and httpx is loaded when the first request is sent.
"""
