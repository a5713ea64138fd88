-- With the cluster: words that join nothing, as “Yes”, may be thousands of quotes, which need not be
-- read to see that none of them is in a cluster.
DROP INDEX quotes_wording;
CREATE INDEX quotes_wording ON quotes(wording_id, cluster_id);
