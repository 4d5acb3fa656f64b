"""Huawei VRP 5 and 8: S-series and CloudEngine switches, AR and NE routers."""
