"""What a principal can do: every public function is one act, one transaction, one line in the log."""
