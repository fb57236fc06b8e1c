"""What every engine must do, asked of every engine."""
