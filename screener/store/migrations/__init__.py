"""Steps that bring a store's tables up to date; run by `screener.store.sqlite`."""
