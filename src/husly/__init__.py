"""Husly: the wiring of the house: settings, web application, commands, pages and the domain-free kit."""
