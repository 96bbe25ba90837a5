"""Declarations from files: CSV, XLSX and JSON, read whole, reported row by row, taken employer by employer."""
