"""The record: every query in the program lives here, one module for each concern.

Open it with :class:`Store`; everything else is a function that takes the
transaction first::

    with store.writing() as tx:
        journal.lock_case(tx, ref)
        entries = journal.load(tx, ref)
        ...
"""

from bot.store.opening import Raced, Store, Transaction

__all__ = ["Raced", "Store", "Transaction"]
