"""Long declaration files through the browser: handed to ``husly worker``, done part by part, resumed after a stop."""
