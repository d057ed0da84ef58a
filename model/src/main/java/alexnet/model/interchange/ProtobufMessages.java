package alexnet.model.interchange;

import alexnet.model.WeightsException;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

/**
 * Reads the messages of a protobuf file field by field and keeps none in memory. A length that passes the end of its
 * message is an error.
 */
final class ProtobufMessages {

    private final String file;
    private final long start;
    private final CodedInputStream in;

    /**
     * @param start position of {@code stream} in the file, for errors
     * @param length bytes of the message there
     */
    ProtobufMessages(String file, InputStream stream, long start, int length) throws IOException {
        this.file = file;
        this.start = start;
        in = CodedInputStream.newInstance(stream);
        in.pushLimit(length);
    }

    /** What is done with one field; it must be read or skipped whole. */
    interface Field {
        void read(int number, int wireType) throws IOException;
    }

    /** Gives every field up to the end of the present message. */
    void forEachField(Field field) throws IOException {
        try {
            while (in.getBytesUntilLimit() > 0) {
                int tag = in.readTag();
                if (tag == 0) {
                    throw damaged("the file ends too early");
                }
                field.read(WireFormat.getTagFieldNumber(tag), WireFormat.getTagWireType(tag));
            }
        } catch (InvalidProtocolBufferException e) {
            throw damaged(e.getMessage());
        }
    }

    /**
     * The position of a message in the file.
     *
     * @param start its first byte in the file
     * @param length its bytes
     */
    record Place(long start, int length) {}

    /** Passes every field of the message at this position. */
    Place forEachFieldWithin(int wireType, Field field) throws IOException {
        int length = length(wireType);
        Place place = new Place(position(), length);
        int limit = in.pushLimit(length);
        forEachField(field);
        in.popLimit(limit);
        return place;
    }

    /** Skips a field of which nothing is wanted. */
    void skip(int wireType) throws IOException {
        switch (wireType) {
            case WireFormat.WIRETYPE_VARINT -> in.readRawVarint64();
            case WireFormat.WIRETYPE_FIXED32 -> in.skipRawBytes(Integer.BYTES);
            case WireFormat.WIRETYPE_FIXED64 -> in.skipRawBytes(Long.BYTES);
            case WireFormat.WIRETYPE_LENGTH_DELIMITED -> in.skipRawBytes(length(wireType));
            default ->
                throw damaged("a field of a type that Caffe does not use (expected wire type 0, 1, 2 or 5, found "
                        + wireType + ")");
        }
    }

    /** The length of what follows, in bytes. */
    int length(int wireType) throws IOException {
        requireType(WireFormat.WIRETYPE_LENGTH_DELIMITED, wireType);
        long length = Integer.toUnsignedLong(in.readRawVarint32());
        int most = in.getBytesUntilLimit();
        if (length > most) {
            throw damaged("a length passes the end of what it stands in (expected at most " + most + ", found " + length
                    + ")");
        }
        return (int) length;
    }

    /** A text of a sensible length. */
    String text(int wireType, int longest) throws IOException {
        int length = length(wireType);
        if (length > longest) {
            throw damaged("a name is too long (expected at most " + longest + " bytes, found " + length + ")");
        }
        return new String(in.readRawBytes(length), StandardCharsets.UTF_8);
    }

    long varint(int wireType) throws IOException {
        requireType(WireFormat.WIRETYPE_VARINT, wireType);
        return in.readRawVarint64();
    }

    /** Whole numbers, one or (packed) several. */
    void varints(int wireType, LongConsumer each) throws IOException {
        if (wireType == WireFormat.WIRETYPE_VARINT) {
            each.accept(in.readRawVarint64());
            return;
        }
        int limit = in.pushLimit(length(wireType));
        while (in.getBytesUntilLimit() > 0) {
            each.accept(in.readRawVarint64());
        }
        in.popLimit(limit);
    }

    /** The number of float values at this position, one or (packed) several. The caller reads or skips them. */
    int floats(int wireType) throws IOException {
        if (wireType == WireFormat.WIRETYPE_FIXED32) {
            return 1;
        }
        int length = length(wireType);
        if (length % Float.BYTES != 0) {
            throw damaged(
                    "float values end in the middle of one (expected a multiple of 4 bytes, found " + length + ")");
        }
        return length / Float.BYTES;
    }

    float nextFloat() throws IOException {
        return in.readFloat();
    }

    void skipFloats(int count) throws IOException {
        in.skipRawBytes(count * Float.BYTES);
    }

    /** The position of the next byte in the file. */
    long position() {
        return start + in.getTotalBytesRead();
    }

    private void requireType(int expected, int found) {
        if (expected != found) {
            throw damaged(
                    "a field of another type than Caffe's (expected wire type " + expected + ", found " + found + ")");
        }
    }

    /** The error for this place. */
    WeightsException damaged(String reason) {
        return new WeightsException(
                file + ": is damaged or no caffemodel, at byte " + position() + ": " + reason.strip());
    }
}
