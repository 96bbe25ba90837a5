"""Notices of visits on their way: what is to be sent when, read and issued one by one, and what came too late."""
