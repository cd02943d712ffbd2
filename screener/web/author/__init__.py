"""The author's workbench on the screen: the readable rulebook, and a page to try it on made-up people.

``rendering``   the book as one page that needs nothing else
``watching``    the rulebook's file, and the last good reading of it
``trying``      the form that changes a person's answers
``tracing``     what the rules make of the answers
``pages``       the app, in a process of its own: loopback only, no store
"""
