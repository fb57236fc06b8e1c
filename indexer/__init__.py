"""The index: finding exactly the reports that contain what was asked for."""
