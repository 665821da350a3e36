import java.io.FileInputStream;
import org.eclipse.rdf4j.model.impl.LinkedHashModel;
import org.eclipse.rdf4j.rio.Rio;
import org.eclipse.rdf4j.rio.helpers.StatementCollector;

/** Reads files of triples with RDF4J, and prints of each its name, how many triples and graphs it has. */
public class CountTriples {
    public static void main(String[] given) throws Exception {
        for (String path : given) {
            var found = new LinkedHashModel();
            var parser = Rio.createParser(Rio.getParserFormatForFileName(path).get());
            parser.setRDFHandler(new StatementCollector(found));
            try (var file = new FileInputStream(path)) {
                parser.parse(file, "https://example.org/");
            }
            System.out.println(path + "\t" + found.size() + "\t" + found.contexts().size());
        }
    }
}
