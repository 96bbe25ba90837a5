"""Papers made from what is declared: the accommodation plan, the receipt, the sheet for the residents' door."""
