"""SQL over the lake: what may be asked (`validate`), what is ready-made (`catalogue`), what comes back (`execution`).

Pure, and shared by the command line and the API. Athena itself is behind `lambdas.shared.adapters.athena_queries`.
"""
