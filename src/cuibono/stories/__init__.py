"""From documents to a story: clusters, versions, outlets, origins, speakers, assertions, claims."""
