"""What words and lines mean wherever they stand: dates, labels, places, bodies, numbers, chrome."""
