"""What follows an order: compliance reported item by item, extensions asked, the revisit, and how a case ends."""
