"""What a manager decides with: whom to talk to, who together, what is missing, how far we are.

Stands above the answers and is asked through their registry; knows no face.
"""
