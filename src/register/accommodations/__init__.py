"""The arrangements: employer, dwelling, period."""
