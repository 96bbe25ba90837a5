"""What a change of a plan amounts to, pure: the clock of given tours, the rules they touch, the differences."""
