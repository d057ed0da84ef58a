package alexnet.trainer.report;

import alexnet.trainer.file.DurableFiles;
import java.nio.file.Path;

/** The table of {@code similar}: query, rank from 1, index in the set that was searched, its class, distance. */
public final class NeighbourCsv {

    private final StringBuilder text = new StringBuilder("query,rank,index,class,distance\n");

    /** Adds a line; the distance is written with all the digits that a double needs. */
    public void add(String query, int rank, int index, String className, double distance) {
        text.append(Csv.cell(query))
                .append(',')
                .append(rank)
                .append(',')
                .append(index)
                .append(',')
                .append(Csv.cell(className))
                .append(',')
                .append(distance)
                .append('\n');
    }

    /** Writes all. */
    public void write(Path file) {
        DurableFiles.replace(file, text.toString());
    }
}
