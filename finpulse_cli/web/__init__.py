"""The dashboard on this machine: build the page if needed, serve it on loopback, open it in a browser."""
