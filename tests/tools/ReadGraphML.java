import java.io.File;
import java.util.Map;
import java.util.TreeMap;
import org.jgrapht.graph.DefaultWeightedEdge;
import org.jgrapht.graph.WeightedMultigraph;
import org.jgrapht.nio.Attribute;
import org.jgrapht.nio.graphml.GraphMLImporter;

/** Reads a file of GraphML with JGraphT, which validates it, and prints what it found, a line each. */
public class ReadGraphML {
    public static void main(String[] given) {
        var graph = new WeightedMultigraph<String, DefaultWeightedEdge>(DefaultWeightedEdge.class);
        var importer = new GraphMLImporter<String, DefaultWeightedEdge>();
        importer.setVertexFactory(id -> id);
        importer.setEdgeWeightAttributeName("weight");
        var nodes = new TreeMap<String, TreeMap<String, String>>();
        importer.addVertexAttributeConsumer((at, value) ->
            nodes.computeIfAbsent(at.getFirst(), id -> new TreeMap<>()).put(at.getSecond(), value.getValue()));
        importer.importGraph(graph, new File(given[0]));
        for (Map.Entry<String, TreeMap<String, String>> node : nodes.entrySet()) {
            for (Map.Entry<String, String> told : node.getValue().entrySet()) {
                System.out.println("node\t" + node.getKey() + "\t" + told.getKey() + "\t" + told.getValue());
            }
        }
        for (DefaultWeightedEdge edge : graph.edgeSet()) {
            System.out.println("edge\t" + graph.getEdgeSource(edge) + "\t" + graph.getEdgeTarget(edge)
                + "\t" + graph.getEdgeWeight(edge));
        }
    }
}
