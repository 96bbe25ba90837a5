"""What residents and others report about housing: without an account, without a name, without a trace to them."""
