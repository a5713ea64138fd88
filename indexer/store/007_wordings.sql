-- With the cluster: the same words may be thousands of quotes, which need not be read for it.
DROP INDEX quotes_wording;
CREATE INDEX quotes_wording ON quotes(wording_id, cluster_id);
