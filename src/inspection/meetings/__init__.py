"""Case meetings of several authorities: the monthly list, what each may be told, what was decided and by when."""
