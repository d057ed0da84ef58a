package alexnet.engine.emulator.run;

import alexnet.engine.emulator.code.PreparedBasicBlock;
import alexnet.engine.emulator.state.LaneRuns;
import java.util.ArrayList;
import java.util.List;

/**
 * Diverged threads reconverge at the immediate post-dominator of the branch.
 *
 * <p>A path is a set of threads that run together up to the path's reconvergence point. If its threads diverge, the path
 * is split into new paths and continues when all of these have reconverged. The newest path runs first. If it waits at a
 * barrier, older paths run, and last also threads at their reconvergence point, so that paths can meet at a barrier too.
 */
final class PostDominatorOrder implements PathOrder {

    private static final class Path {
        final Path parent;
        final int meeting;
        /** Paths that this one waits for. */
        int open;

        Path(Path parent, int meeting) {
            this.parent = parent;
            this.meeting = meeting;
            if (parent != null) {
                parent.open++;
            }
        }
    }

    private final int[] at;
    private final int[] postDominators;
    /** The path of each thread. */
    private final Path[] pathOf;
    /** In the order of their creation. */
    private final List<Path> paths = new ArrayList<>();

    private Path running;

    PostDominatorOrder(int[] at, PreparedBasicBlock[] blocks) {
        this.at = at;
        this.pathOf = new Path[at.length];
        this.postDominators = PostDominators.of(blocks);
    }

    @Override
    public void begin(int block, LaneRuns live) {
        paths.clear();
        running = new Path(null, -1);
        paths.add(running);
        for (int i = 0; i < live.count; i++) {
            for (int lane = live.from[i]; lane < live.to[i]; lane++) {
                pathOf[lane] = running;
            }
        }
        ran(block);
    }

    @Override
    public int choose(LaneRuns live, LaneRuns chosen) {
        for (int i = paths.size() - 1; i >= 0; i--) {
            Path path = paths.get(i);
            if (path.open > 0) {
                continue;
            }
            int place = firstPlace(path, live);
            if (place < WAITING && separate(path, place, live)) {
                i = paths.size();
            } else if (place == EXITED || place == path.meeting) {
                end(path, live);
                i = paths.size();
            } else if (place < WAITING) {
                running = path;
                collect(path, live, chosen);
                return place;
            }
        }
        return goOnWithoutOthers(live) ? choose(live, chosen) : NOBODY;
    }

    /** If all others wait at barriers, threads at their reconvergence point continue without them. */
    private boolean goOnWithoutOthers(LaneRuns live) {
        for (int i = paths.size() - 1; i >= 0; i--) {
            Path path = paths.get(i);
            if (path.open > 0 && firstPlace(path, live) < WAITING) {
                Path part = add(path.parent, path.meeting);
                for (int k = 0; k < live.count; k++) {
                    for (int lane = live.from[k]; lane < live.to[k]; lane++) {
                        if (pathOf[lane] == path && at[lane] < WAITING) {
                            pathOf[lane] = part;
                        }
                    }
                }
                return true;
            }
        }
        return false;
    }

    /** The place of the path's first thread that can go on, or of its first thread where none can. */
    private int firstPlace(Path path, LaneRuns live) {
        int found = EXITED;
        for (int i = 0; i < live.count; i++) {
            for (int lane = live.from[i]; lane < live.to[i]; lane++) {
                if (pathOf[lane] == path && at[lane] != EXITED) {
                    if (at[lane] < WAITING) {
                        return at[lane];
                    }
                    found = Math.min(found, at[lane]);
                }
            }
        }
        return found;
    }

    /** Where a path's threads came from one barrier at different times, those at {@code place} go on on their own. */
    private boolean separate(Path path, int place, LaneRuns live) {
        Path part = null;
        for (int i = 0; i < live.count; i++) {
            for (int lane = live.from[i]; lane < live.to[i]; lane++) {
                if (pathOf[lane] == path && at[lane] != place) {
                    part = part == null ? add(path.parent, path.meeting) : part;
                    pathOf[lane] = part;
                }
            }
        }
        return part != null;
    }

    private void collect(Path path, LaneRuns live, LaneRuns chosen) {
        chosen.clear();
        for (int i = 0; i < live.count; i++) {
            for (int lane = live.from[i]; lane < live.to[i]; lane++) {
                if (pathOf[lane] == path) {
                    chosen.add(lane);
                }
            }
        }
    }

    private Path add(Path parent, int meeting) {
        Path path = new Path(parent, meeting);
        paths.add(path);
        return path;
    }

    private void end(Path path, LaneRuns live) {
        for (int i = 0; i < live.count; i++) {
            for (int lane = live.from[i]; lane < live.to[i]; lane++) {
                if (pathOf[lane] == path) {
                    pathOf[lane] = path.parent;
                }
            }
        }
        paths.remove(path);
        if (path.parent != null) {
            path.parent.open--;
        }
    }

    /** Splits the path that ran by the place of its threads. */
    @Override
    public void ran(int block) {
        Path path = running;
        int first = EXITED;
        boolean parted = false;
        for (int lane = 0; lane < at.length; lane++) {
            if (pathOf[lane] == path && at[lane] != EXITED) {
                parted |= first != EXITED && at[lane] != first;
                first = at[lane];
            }
        }
        if (!parted) {
            return;
        }
        int meeting = postDominators[block];
        // A loop diverges again and again; its reconvergence point stays the same.
        boolean same = meeting < 0 || meeting == path.meeting;
        Path above = same ? path.parent : path;
        int goal = same ? path.meeting : meeting;
        List<Path> parts = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int lane = 0; lane < at.length; lane++) {
            if (pathOf[lane] == path && at[lane] != EXITED) {
                int place = at[lane];
                if (place == goal && above != null) {
                    pathOf[lane] = above;
                    continue;
                }
                int known = places.indexOf(place);
                if (known < 0) {
                    known = places.size();
                    places.add(place);
                    parts.add(add(above, goal));
                }
                pathOf[lane] = parts.get(known);
            }
        }
        if (same) {
            paths.remove(path);
            if (path.parent != null) {
                path.parent.open--;
            }
        }
    }
}
