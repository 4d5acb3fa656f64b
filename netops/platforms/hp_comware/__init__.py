"""H3C and HPE Comware 7: what differs from the Huawei VRP that it has most of its language in common with."""
