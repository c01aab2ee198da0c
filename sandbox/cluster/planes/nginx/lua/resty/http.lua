-- Asked for when nginx starts; used for stapling of certificates alone, which no test has.
return {}
