package io.ringtail.app.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.ImageIO;

/** Paints shapes into an image of twice as many pixels, for screens on which one pixel is too coarse. */
final class ImageCanvas implements Canvas {
    private static final int SCALE = 2;

    private final BufferedImage image;
    private final Graphics2D graphics;

    ImageCanvas(int width, int height) {
        System.setProperty("java.awt.headless", "true");
        image = new BufferedImage(width * SCALE, height * SCALE, BufferedImage.TYPE_INT_RGB);
        graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width * SCALE, height * SCALE);
        graphics.scale(SCALE, SCALE);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    void writePng(OutputStream out) throws IOException {
        graphics.dispose();
        ImageIO.setUseCache(false);
        ImageIO.write(image, "png", out);
    }

    @Override
    public void line(double x0, double y0, double x1, double y1, String colour, double width) {
        stroke(colour, width);
        graphics.draw(new Line2D.Double(x0, y0, x1, y1));
    }

    @Override
    public void path(double[] xs, double[] ys, String colour, double width) {
        stroke(colour, width);
        graphics.draw(shape(xs, ys));
    }

    private void stroke(String colour, double width) {
        graphics.setColor(Color.decode(colour));
        graphics.setStroke(new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    }

    @Override
    public void area(double[] xs, double[] ys, String colour, double opacity) {
        Color solid = Color.decode(colour);
        graphics.setColor(
                new Color(solid.getRed(), solid.getGreen(), solid.getBlue(), (int) Math.round(opacity * 255)));
        Path2D.Double shape = shape(xs, ys);
        if (xs.length > 0) {
            shape.closePath();
        }
        graphics.fill(shape);
    }

    private static Path2D.Double shape(double[] xs, double[] ys) {
        Path2D.Double shape = new Path2D.Double();
        for (int i = 0; i < xs.length; i++) {
            if (i == 0) {
                shape.moveTo(xs[i], ys[i]);
            } else {
                shape.lineTo(xs[i], ys[i]);
            }
        }
        return shape;
    }

    @Override
    public void box(double x, double y, double width, double height, String colour, String title) {
        graphics.setColor(Color.decode(colour));
        graphics.fill(new Rectangle2D.Double(x, y, width, height));
    }

    @Override
    public void dot(double x, double y, double radius, String colour) {
        graphics.setColor(Color.decode(colour));
        graphics.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    }

    @Override
    public void text(double x, double y, String text, Font font, Anchor anchor) {
        set(font);
        double width = width(text);
        double start = switch (anchor) {
            case START -> x;
            case MIDDLE -> x - width / 2;
            case END -> x - width;
        };
        graphics.drawString(text, (float) start, (float) y);
    }

    @Override
    public void upright(double x, double y, String text, Font font) {
        set(font);
        AffineTransform before = graphics.getTransform();
        graphics.translate(x, y);
        graphics.rotate(-Math.PI / 2);
        graphics.drawString(text, (float) (-width(text) / 2), 0);
        graphics.setTransform(before);
    }

    private double width(String text) {
        return graphics.getFontMetrics().getStringBounds(text, graphics).getWidth();
    }

    private void set(Font font) {
        graphics.setColor(Color.decode(font.colour()));
        int style = font.bold() ? java.awt.Font.BOLD : java.awt.Font.PLAIN;
        graphics.setFont(new java.awt.Font(java.awt.Font.SANS_SERIF, style, 1).deriveFont((float) font.size()));
    }
}
