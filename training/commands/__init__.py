"""The commands of ``python -m training``, one file each: HELP, ``add_arguments`` and ``call``."""
