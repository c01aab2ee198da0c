-- Asked for when nginx starts; used for the limit of requests over all replicas alone, which no test has.
return {}
