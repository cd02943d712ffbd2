"""Which rows of a store are as we wrote them: their tags, the chain of events, and the mark beside the key.

``tags``    what only this store can make of a row
``chain``   the events, and the register of rows that they come to
``rows``    reading and writing rows, the one place where tags are made and looked at
``load``    the register of a store that is opened
``newest``  the mark that tells an older copy of the whole store
``ledger``  all of these together, and how a store gets them
"""
