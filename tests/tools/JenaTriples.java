import org.apache.jena.query.Dataset;
import org.apache.jena.query.QueryExecutionFactory;
import org.apache.jena.query.ReadWrite;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.tdb2.TDB2Factory;

/** Loads files of triples into TDB2, the store of Fuseki, and prints of each its name, triples and graphs. */
public class JenaTriples {
    private static final String TRIPLES =
        "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } } }";
    private static final String GRAPHS = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }";

    public static void main(String[] given) throws Exception {
        for (String path : given) {
            var data = TDB2Factory.createDataset();
            data.begin(ReadWrite.WRITE);
            RDFDataMgr.read(data, path);
            System.out.println(path + "\t" + count(data, TRIPLES) + "\t" + count(data, GRAPHS));
            data.commit();
            data.end();
        }
    }

    private static int count(Dataset data, String query) {
        try (var run = QueryExecutionFactory.create(query, data)) {
            return run.execSelect().next().getLiteral("n").getInt();
        }
    }
}
