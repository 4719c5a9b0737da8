"""Runs a cell in the Deno kernel, interrupts it as Jupyter's button does once it has shown something, and runs another.

Prints what the first cell's error says, and what the second cell gives.
"""

import sys

from jupyter_client.manager import start_new_kernel

cell, then = sys.argv[1:]
manager, client = start_new_kernel(kernel_name="deno", startup_timeout=120)
try:
    client.execute(cell)
    while True:
        message = client.get_iopub_msg(timeout=120)
        if message["msg_type"] in ("display_data", "error"):
            break
    manager.interrupt_kernel()
    while message["msg_type"] != "error":
        message = client.get_iopub_msg(timeout=120)
    print(message["content"]["evalue"])
    client.execute(then)
    while message["msg_type"] != "execute_result":
        message = client.get_iopub_msg(timeout=120)
    print(message["content"]["data"]["text/plain"])
finally:
    manager.shutdown_kernel(now=True)
