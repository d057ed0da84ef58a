package alexnet.trainer.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import alexnet.trainer.data.Pictures;
import alexnet.trainer.failure.DataException;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PngDecoderTest {

    private final ImageDecoder decoder = new ImageDecoder();

    @ParameterizedTest
    @CsvSource({"1,1", "7,5", "8,8", "9,17", "64,3", "3,64"})
    void rgbOfAnySizeInterlacedOrNot(int width, int height) {
        for (RgbImage image : new RgbImage[] {Pictures.noise(width, height, 3), Pictures.photo(width, height, 4)}) {
            BufferedImage buffered = Pictures.buffered(image, BufferedImage.TYPE_INT_RGB);
            assertThat(decoder.decode("a.JPEG", Pictures.png(buffered, false)).pixels())
                    .isEqualTo(image.pixels());
            assertThat(decoder.decode("b.png", Pictures.png(buffered, true)).pixels())
                    .isEqualTo(image.pixels());
        }
    }

    @Test
    void alphaIsDropped() {
        RgbImage image = Pictures.noise(13, 11, 5);
        BufferedImage buffered = Pictures.buffered(image, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < 13 * 11; i++) {
            buffered.setRGB(i % 13, i / 13, buffered.getRGB(i % 13, i / 13) & 0xffffff | (i * 31 & 0xff) << 24);
        }
        assertThat(decoder.decode("a.png", Pictures.png(buffered, false)).pixels())
                .isEqualTo(image.pixels());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void palettesOfEachDepth(int bits) {
        int colours = 1 << bits;
        byte[] palette = new byte[3 * colours];
        new Random(6).nextBytes(palette);
        IndexColorModel model = new IndexColorModel(bits, colours, palette, 0, false);
        int type = bits == 8 ? BufferedImage.TYPE_BYTE_INDEXED : BufferedImage.TYPE_BYTE_BINARY;
        BufferedImage image = new BufferedImage(19, 6, type, model);
        byte[] expected = new byte[3 * 19 * 6];
        for (int i = 0; i < 19 * 6; i++) {
            int index = i * 7 % colours;
            image.getRaster().setSample(i % 19, i / 19, 0, index);
            System.arraycopy(palette, 3 * index, expected, 3 * i, 3);
        }
        assertThat(decoder.decode("a.png", Pictures.png(image, false)).pixels()).isEqualTo(expected);
        assertThat(decoder.decode("b.png", Pictures.png(image, true)).pixels()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1,false", "1,true", "3,false", "4,true"})
    void ofSixteenBitsTheUpperEightAreTaken(int bands, boolean interlaced) {
        boolean alpha = bands == 4;
        ColorSpace space = ColorSpace.getInstance(bands == 1 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB);
        ColorModel model = new ComponentColorModel(space, alpha, false, ColorModel.OPAQUE, DataBuffer.TYPE_USHORT);
        if (alpha) {
            model = new ComponentColorModel(space, true, false, ColorModel.TRANSLUCENT, DataBuffer.TYPE_USHORT);
        }
        WritableRaster raster = model.createCompatibleWritableRaster(10, 9);
        byte[] expected = new byte[3 * 90];
        for (int i = 0; i < 90; i++) {
            for (int band = 0; band < bands; band++) {
                int value = (i * 701 + band * 9001) & 0xffff;
                raster.setSample(i % 10, i / 10, band, value);
                if (bands == 1) {
                    Arrays.fill(expected, 3 * i, 3 * i + 3, (byte) (value >> 8));
                } else if (band < 3) {
                    expected[3 * i + band] = (byte) (value >> 8);
                }
            }
        }
        BufferedImage image = new BufferedImage(model, raster, false, null);
        assertThat(decoder.decode("a.png", Pictures.png(image, interlaced)).pixels())
                .isEqualTo(expected);
    }

    @Test
    void greyIsReplicated() {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 256; i++) {
            image.getRaster().setSample(i % 16, i / 16, 0, i);
        }
        RgbImage found = decoder.decode("a.png", Pictures.png(image, false));
        for (int i = 0; i < 256; i++) {
            for (int c = 0; c < 3; c++) {
                assertThat(found.at(i % 16, i / 16, c)).isEqualTo(i);
            }
        }
    }

    @Test
    void everyCutIsFound() {
        byte[] png = Pictures.png(Pictures.photo(30, 20, 7));
        for (int length = 8; length < png.length; length += 3) {
            int cut = length;
            assertThatThrownBy(() -> decoder.decode("cut.png", Arrays.copyOf(png, cut)))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("truncated at byte " + cut);
        }
    }

    @Test
    void everyFlippedBitOfAnEssentialChunkIsFound() {
        byte[] png = Pictures.png(Pictures.photo(12, 9, 8));
        for (int at = 8; at < png.length; at++) {
            byte[] flipped = png.clone();
            flipped[at] ^= 4;
            assertThat(catchThrowable(() -> decoder.decode("flip.png", flipped)))
                    .as("byte %d", at)
                    .isInstanceOf(DataException.class);
        }
    }

    @Test
    void hugeClaimsAndMissingRowsAreRefused() {
        byte[] png = Pictures.png(Pictures.photo(12, 9, 8));
        assertThatThrownBy(() -> decoder.decode("bomb.png", withSides(png, 60000, 30000)))
                .hasMessage("bomb.png: 60000x30000 exceeds limit 67108864 pixels");
        assertThatThrownBy(() -> decoder.decode("rows.png", withSides(png, 12, 10)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("expected 10 rows, found an end in row 9");
        assertThatThrownBy(() -> decoder.decode("zero.png", withSides(png, 0, 10)))
                .isInstanceOf(DataException.class);
        assertThatThrownBy(() -> decoder.decode("negative.png", withSides(png, -1, 10)))
                .isInstanceOf(DataException.class);
    }

    @Test
    void otherFilesAreNamedForWhatTheyAre() {
        assertThatThrownBy(() -> decoder.decode("a.jpg", new byte[0]))
                .hasMessage("a.jpg: not an image: the file is empty (expected JPEG or PNG)");
        assertThatThrownBy(() -> decoder.decode("a.jpg", "<html></html>".getBytes()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("not an image: starts with 3c 68 74 6d 6c 3e 3c 2f \"<html></\"");
        byte[] gif = Arrays.copyOf("GIF89a".getBytes(), 60);
        gif[6] = 1;
        gif[8] = 1;
        assertThatThrownBy(() -> decoder.decode("a.gif", gif))
                .hasMessage("a.gif: unsupported picture format (expected JPEG or PNG, found GIF)");
        gif[7] = (byte) 0xff;
        gif[9] = (byte) 0xff;
        assertThatThrownBy(() -> decoder.decode("a.gif", gif)).hasMessageContaining("65281x65281 exceeds limit");
    }

    private static byte[] withSides(byte[] png, int width, int height) {
        byte[] changed = png.clone();
        var buffer = java.nio.ByteBuffer.wrap(changed);
        buffer.putInt(16, width);
        buffer.putInt(20, height);
        CRC32 crc = new CRC32();
        crc.update(changed, 12, 17);
        buffer.putInt(29, (int) crc.getValue());
        return changed;
    }
}
