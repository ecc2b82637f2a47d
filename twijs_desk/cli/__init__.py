"""The command line: the same acts as the window, without one."""
