"""The engine process as the screens see it: started, asked, and started again when it dies."""

import sys

ENGINE_COMMAND = (sys.executable, "-m", "chatapp.engine")
