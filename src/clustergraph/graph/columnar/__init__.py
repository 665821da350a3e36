"""Questions about much of a graph, answered from the files of its index column by column.

The engine makes a term of every value that it sums or counts; here values stay numbers until they
are written. Only what is understood wholly is answered: all else is Unsupported, and the engine is
asked.
"""
