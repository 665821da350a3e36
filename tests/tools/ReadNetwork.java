import java.io.File;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jgrapht.alg.util.Pair;
import org.jgrapht.graph.DefaultWeightedEdge;
import org.jgrapht.graph.DirectedWeightedMultigraph;
import org.jgrapht.nio.Attribute;
import org.jgrapht.nio.gexf.SimpleGEXFImporter;
import org.jgrapht.nio.graphml.GraphMLImporter;

/** Reads a file with JGraphT, which validates it unless told "drawn", and prints what it found, a line each. */
public class ReadNetwork {
    public static void main(String[] given) {
        // An importer says nothing of the direction; one way or the other, ends keep their order.
        var graph = new DirectedWeightedMultigraph<String, DefaultWeightedEdge>(DefaultWeightedEdge.class);
        var nodes = new TreeMap<String, TreeMap<String, String>>();
        BiConsumer<Pair<String, String>, Attribute> told = (at, value) ->
            nodes.computeIfAbsent(at.getFirst(), id -> new TreeMap<>()).put(at.getSecond(), value.getValue());
        if (given[0].endsWith(".gexf")) {
            var importer = new SimpleGEXFImporter<String, DefaultWeightedEdge>();
            importer.setSchemaValidation(given.length == 1);
            importer.setVertexFactory(id -> id);
            importer.addVertexAttributeConsumer(told);
            importer.importGraph(graph, new File(given[0]));
        } else {
            var importer = new GraphMLImporter<String, DefaultWeightedEdge>();
            importer.setVertexFactory(id -> id);
            importer.setEdgeWeightAttributeName("weight");
            importer.addVertexAttributeConsumer(told);
            importer.importGraph(graph, new File(given[0]));
        }
        for (Map.Entry<String, TreeMap<String, String>> node : nodes.entrySet()) {
            for (Map.Entry<String, String> each : node.getValue().entrySet()) {
                System.out.println("node\t" + node.getKey() + "\t" + each.getKey() + "\t" + each.getValue());
            }
        }
        for (DefaultWeightedEdge edge : graph.edgeSet()) {
            System.out.println("edge\t" + graph.getEdgeSource(edge) + "\t" + graph.getEdgeTarget(edge)
                + "\t" + graph.getEdgeWeight(edge));
        }
    }
}
