package alexnet.trainer.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import alexnet.trainer.data.Pictures;
import alexnet.trainer.failure.DataException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JpegDecoderTest {

    private final ImageDecoder decoder = new ImageDecoder();
    private final RgbImage photo = Pictures.photo(123, 77, 1);
    private final byte[] jpeg = Pictures.jpeg(photo);

    @Test
    void baselineAndProgressiveGiveTheSamePixelsAsImageIo() throws IOException {
        for (byte[] bytes : new byte[][] {jpeg, Pictures.progressiveJpeg(photo)}) {
            RgbImage found = decoder.decode("a.jpg", bytes);
            RgbImage expected = Pictures.of(ImageIO.read(new ByteArrayInputStream(bytes)));
            assertThat(found.pixels()).isEqualTo(expected.pixels());
            assertThat(found.width()).isEqualTo(123);
            assertThat(found.height()).isEqualTo(77);
        }
    }

    @Test
    void decodedPixelsAreNearTheOriginal() {
        RgbImage found = decoder.decode("a.jpg", jpeg);
        double sum = 0;
        for (int i = 0; i < photo.pixels().length; i++) {
            sum += Math.abs((found.pixels()[i] & 0xff) - (photo.pixels()[i] & 0xff));
        }
        assertThat(sum / photo.pixels().length).isLessThan(12);
    }

    @Test
    void greyIsReplicated() throws IOException {
        BufferedImage grey = new BufferedImage(20, 10, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 200; i++) {
            grey.getRaster().setSample(i % 20, i / 20, 0, i);
        }
        var bytes = new java.io.ByteArrayOutputStream();
        ImageIO.write(grey, "jpeg", bytes);
        RgbImage found = decoder.decode("grey.jpg", bytes.toByteArray());
        for (int i = 0; i < 200; i++) {
            assertThat(found.at(i % 20, i / 20, 0)).isCloseTo(i, within(12));
            assertThat(found.at(i % 20, i / 20, 1)).isEqualTo(found.at(i % 20, i / 20, 0));
            assertThat(found.at(i % 20, i / 20, 2)).isEqualTo(found.at(i % 20, i / 20, 0));
        }
    }

    @Test
    void cmykIsTakenAsAdobeStoresIt() {
        // Stored inverted: 255 is no ink. R = K * C / 255 in stored values.
        byte[] plain = Pictures.fourComponentJpeg(16, 16, 200, 100, 50, 180);
        for (byte[] bytes : new byte[][] {plain, Pictures.withSegment(plain, 0xee, Pictures.adobe(0))}) {
            assertPixel(decoder.decode("cmyk.jpg", bytes), 180 * 200 / 255, 180 * 100 / 255, 180 * 50 / 255);
        }
    }

    @Test
    void ycckIsConvertedBeforeTheInksAreMixed() {
        // Y 120, Cb 128, Cr 178: R = 120 + 1.402 * 50, G = 120 - 0.714 * 50, B = 120; the inks are 255 less these.
        byte[] plain = Pictures.fourComponentJpeg(16, 16, 120, 128, 178, 200);
        byte[] ycck = Pictures.withSegment(plain, 0xee, Pictures.adobe(2));
        double k = 200 / 255.0;
        assertPixel(decoder.decode("ycck.jpg", ycck), (255 - 190.1) * k, (255 - 84.3) * k, (255 - 120) * k);
    }

    private static void assertPixel(RgbImage image, double red, double green, double blue) {
        assertThat((double) image.at(8, 8, 0)).isCloseTo(red, within(3.0));
        assertThat((double) image.at(8, 8, 1)).isCloseTo(green, within(3.0));
        assertThat((double) image.at(8, 8, 2)).isCloseTo(blue, within(3.0));
    }

    @Test
    void adobeSegmentSaysThatThreeComponentsAreRgb() {
        byte[] noJfif = withoutJfif(jpeg);
        RgbImage asRgb = decoder.decode("rgb.jpg", Pictures.withSegment(noJfif, 0xee, Pictures.adobe(0)));
        RgbImage asYcc = decoder.decode("ycc.jpg", Pictures.withSegment(noJfif, 0xee, Pictures.adobe(1)));
        assertThat(asYcc.pixels()).isEqualTo(decoder.decode("a.jpg", jpeg).pixels());
        for (int i = 0; i < asRgb.pixels().length; i += 3) { // luma of the one is red of the other
            int luma = asRgb.pixels()[i] & 0xff;
            double mixed = 0.299 * (asYcc.pixels()[i] & 0xff)
                    + 0.587 * (asYcc.pixels()[i + 1] & 0xff)
                    + 0.114 * (asYcc.pixels()[i + 2] & 0xff);
            assertThat(mixed).isCloseTo(luma, within(12.0));
        }
    }

    @Test
    void profilesOrientationAndJunkChangeNothing() {
        byte[] expected = decoder.decode("a.jpg", jpeg).pixels();
        byte[] exif = "Exif\0\0MM\0*\0\0\0\10\0\1\1\22\0\3\0\0\0\1\0\6\0\0\0\0\0\0"
                .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        byte[] badExif = Arrays.copyOf(exif, 13);
        byte[] badProfile = "ICC_PROFILE\0\1\1 not a profile".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(decoder.decode("o6", Pictures.withSegment(jpeg, 0xe1, exif)).pixels())
                .isEqualTo(expected);
        assertThat(decoder.decode("bad exif", Pictures.withSegment(jpeg, 0xe1, badExif))
                        .pixels())
                .isEqualTo(expected);
        assertThat(decoder.decode("bad icc", Pictures.withSegment(jpeg, 0xe2, badProfile))
                        .pixels())
                .isEqualTo(expected);
        assertThat(decoder.decode(
                                "empty icc",
                                Pictures.withSegment(
                                        jpeg,
                                        0xe2,
                                        "ICC_PROFILE\0\1\1".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)))
                        .pixels())
                .isEqualTo(expected);
        int table = Pictures.find(jpeg, 0xdb);
        byte[] junk = new byte[jpeg.length + 5];
        System.arraycopy(jpeg, 0, junk, 0, table);
        System.arraycopy(jpeg, table, junk, table + 5, jpeg.length - table);
        assertThat(decoder.decode("junk", junk).pixels()).isEqualTo(expected);
        assertThat(decoder.decode("trailing", Arrays.copyOf(jpeg, jpeg.length + 100))
                        .pixels())
                .isEqualTo(expected);
    }

    @Test
    void framesWithoutHuffmanTablesGetThoseOfTheStandard() {
        byte[] bare = jpeg; // ImageIO writes the standard's tables, so leaving them out must change nothing
        for (int table = 0; (table = indexOf(bare, 0xc4)) >= 0; ) {
            int length = (bare[table + 2] & 0xff) << 8 | bare[table + 3] & 0xff;
            byte[] shorter = Arrays.copyOf(bare, bare.length - length - 2);
            System.arraycopy(bare, table + length + 2, shorter, table, shorter.length - table);
            bare = shorter;
        }
        assertThat(bare).hasSizeLessThan(jpeg.length - 400);
        assertThat(decoder.decode("mjpeg.jpg", bare).pixels())
                .isEqualTo(decoder.decode("a.jpg", jpeg).pixels());
    }

    private static int indexOf(byte[] jpeg, int marker) {
        for (int i = 0; i + 1 < Pictures.find(jpeg, 0xda); i++) {
            if (jpeg[i] == (byte) 0xff && jpeg[i + 1] == (byte) marker) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void everyCutIsFoundAndItsPlaceNamed() {
        for (int length = 2; length < jpeg.length; length += 7) {
            int cut = length;
            assertThatThrownBy(() -> decoder.decode("cut.jpg", Arrays.copyOf(jpeg, cut)))
                    .isInstanceOf(DataException.class)
                    .hasMessageStartingWith("cut.jpg: truncated at byte " + cut + " (expected ");
        }
        assertThatThrownBy(() -> decoder.decode("cut.jpg", Arrays.copyOf(jpeg, jpeg.length - 1)))
                .isInstanceOf(DataException.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 0.9})
    void aTailOfZerosIsATornWrite(double share) {
        byte[] torn = jpeg.clone();
        int from = (int) (torn.length * share);
        torn[from - 1] = 1;
        Arrays.fill(torn, from, torn.length, (byte) 0);
        assertThatThrownBy(() -> decoder.decode("torn.jpg", torn))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("truncated at byte " + from)
                .hasMessageContaining("found " + (torn.length - from) + " zero bytes");
    }

    @Test
    void aHoleInThePictureDataIsFoundThoughTheEndIsThere() {
        byte[] holed = jpeg.clone();
        int scan = Pictures.find(jpeg, 0xda);
        byte[] shortened = new byte[scan + (jpeg.length - scan) / 2 + 2];
        System.arraycopy(holed, 0, shortened, 0, shortened.length - 2);
        shortened[shortened.length - 2] = (byte) 0xff;
        shortened[shortened.length - 1] = (byte) 0xd9;
        assertThatThrownBy(() -> decoder.decode("hole.jpg", shortened))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("hole.jpg: ");
    }

    @Test
    void hugeClaimsAreRefusedFromTheHeader() {
        byte[] bomb = jpeg.clone();
        int frame = Pictures.find(bomb, 0xc0);
        setSides(bomb, frame, 61472, 32800);
        assertThatThrownBy(() -> decoder.decode("bomb.jpg", bomb))
                .isInstanceOf(DataException.class)
                .hasMessage("bomb.jpg: 61472x32800 exceeds limit 67108864 pixels");
        assertThatThrownBy(() -> new ImageDecoder(100).decode("a.jpg", jpeg))
                .hasMessage("a.jpg: 123x77 exceeds limit 100 pixels");
        setSides(bomb, frame, 0, 10);
        assertThatThrownBy(() -> decoder.decode("none.jpg", bomb))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("found 0x10");
    }

    @Test
    void endlessScansAreRefused() {
        byte[] progressive = Pictures.progressiveJpeg(photo);
        setSides(progressive, Pictures.find(progressive, 0xc2), 8192, 8192);
        int scan = Pictures.find(progressive, 0xda);
        byte[] once = Arrays.copyOfRange(progressive, scan, progressive.length - 2);
        var bytes = new java.io.ByteArrayOutputStream();
        bytes.write(progressive, 0, progressive.length - 2);
        for (int i = 0; i < 10; i++) {
            bytes.writeBytes(once);
        }
        bytes.write(0xff);
        bytes.write(0xd9);
        assertThatThrownBy(() -> decoder.decode("scans.jpg", bytes.toByteArray()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("scan 17 of a picture of 8192x8192");
    }

    @Test
    void unsupportedKindsAreNamed() {
        int frame = Pictures.find(jpeg, 0xc0);
        byte[] deep = jpeg.clone();
        deep[frame + 4] = 12;
        assertThatThrownBy(() -> decoder.decode("deep.jpg", deep))
                .hasMessage("deep.jpg: unsupported JPEG precision (expected 8 bits, found 12 bits)");
        byte[] lossless = jpeg.clone();
        lossless[frame + 1] = (byte) 0xc3;
        assertThatThrownBy(() -> decoder.decode("lossless.jpg", lossless))
                .hasMessageContaining("found SOF3")
                .isInstanceOf(DataException.class);
    }

    @Test
    void flippedBitsGiveAPictureOrADataExceptionButNothingElse() {
        Random random = new Random(5);
        int refused = 0;
        byte[] small = Pictures.jpeg(Pictures.photo(40, 30, 2));
        for (int trial = 0; trial < 600; trial++) {
            byte[] flipped = small.clone();
            for (int flips = 0; flips < 1 + trial % 3; flips++) {
                flipped[2 + random.nextInt(flipped.length - 2)] ^= (byte) (1 << random.nextInt(8));
            }
            Throwable thrown = catchThrowable(() -> new ImageDecoder(1 << 20).decode("flip.jpg", flipped));
            if (thrown != null) {
                assertThat(thrown).isInstanceOf(DataException.class).hasMessageStartingWith("flip.jpg: ");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(50);
    }

    private static void setSides(byte[] jpeg, int frame, int width, int height) {
        jpeg[frame + 5] = (byte) (height >> 8);
        jpeg[frame + 6] = (byte) height;
        jpeg[frame + 7] = (byte) (width >> 8);
        jpeg[frame + 8] = (byte) width;
    }

    private static byte[] withoutJfif(byte[] jpeg) {
        assertThat(jpeg[3]).isEqualTo((byte) 0xe0);
        int length = (jpeg[4] & 0xff) << 8 | jpeg[5] & 0xff;
        byte[] rest = new byte[jpeg.length - length - 2];
        rest[0] = jpeg[0];
        rest[1] = jpeg[1];
        System.arraycopy(jpeg, 4 + length, rest, 2, rest.length - 2);
        return rest;
    }
}
