"""What happened: visits, runs, nights, and what must be remembered of them."""
