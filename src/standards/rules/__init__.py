"""What is demanded: requirements and packs, how they are read, who approved them, when one may be cited."""
