"""Paper: letters as data, composed with facts and rendered to archive-grade PDF."""
