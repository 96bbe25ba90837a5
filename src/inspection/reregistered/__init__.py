"""Re-registered companies (genregistrerede firmaer): what ties employers together over time, for a person to judge."""
