"""Reminders to employers by mail: what is due, once each, in one mail a day."""
