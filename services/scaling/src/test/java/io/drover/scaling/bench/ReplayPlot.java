package io.drover.scaling.bench;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import javax.imageio.ImageIO;

/** Draws the replays: a row for each load, the week on the left, its Wednesday on the right. */
final class ReplayPlot {
  private static final int WIDTH = 1800;
  private static final int ROW = 250;
  private static final int TOP = 70;
  private static final int GAP = 60;
  private static final int LEFT = 1050;
  private static final int RIGHT = WIDTH - LEFT - 3 * GAP;
  private static final int WEDNESDAY = 2;
  private static final String[] DAYS = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  private static final Color LOAD = new Color(0xD9DEE4);
  private static final Color GRID = new Color(0xECEFF2);
  private static final Color INK = new Color(0x333A42);
  private static final Color DROVER = new Color(0x1F6FB4);
  private static final Color THRESHOLD = new Color(0xD9702A);
  private static final Color IDEAL = new Color(0x6B7785);
  private static final double GIBIBYTE = 1L << 30;

  private final List<Row> rows = new ArrayList<>();

  /** A course over the week; the first one is filled. */
  private record Line(String name, Color color, int points, IntToDoubleFunction at) {}

  private record Row(String title, String unit, List<Line> lines) {}

  /** A rectangle with its scales. */
  private record Panel(int x, int y, int width, int height, double from, double to, double most) {
    double atX(double share) {
      return x + (share - from) / (to - from) * width;
    }

    double atY(double value) {
      return y + height - value / most * height;
    }
  }

  void add(Workload workload, Map<String, Replay> weeks) {
    rows.add(
        new Row(
            workload.name(),
            "cores, tasks of one core",
            List.of(
                new Line("load", LOAD, Workload.STEPS, t -> workload.cores()[t]),
                line("ideal", IDEAL, weeks.get("ideal")),
                line("threshold, 15 s", THRESHOLD, weeks.get("threshold-15s")),
                line("Drover", DROVER, weeks.get("drover")))));
  }

  private static Line line(String name, Color color, Replay week) {
    return new Line(name, color, Workload.STEPS, t -> week.replicas()[t]);
  }

  void add(LeakReplay week) {
    rows.add(
        new Row(
            "a leaking task, resized",
            "GiB",
            List.of(
                new Line("used", LOAD, LeakReplay.MINUTES, t -> week.used()[t] / GIBIBYTE),
                new Line("limit", THRESHOLD, LeakReplay.MINUTES, t -> week.limit()[t] / GIBIBYTE),
                new Line(
                    "reserved", DROVER, LeakReplay.MINUTES, t -> week.reserved()[t] / GIBIBYTE))));
  }

  void write(Path file) throws IOException {
    BufferedImage image =
        new BufferedImage(WIDTH, TOP + rows.size() * (ROW + GAP), BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, WIDTH, image.getHeight());
    for (int i = 0; i < rows.size(); i++) {
      draw(pen, rows.get(i), TOP + i * (ROW + GAP));
    }
    pen.dispose();
    ImageIO.write(image, "png", file.toFile());
  }

  private static void draw(Graphics2D pen, Row row, int y) {
    double most = 1;
    for (Line line : row.lines()) {
      for (int t = 0; t < line.points(); t++) {
        most = Math.max(most, line.at().applyAsDouble(t));
      }
    }
    Panel week = new Panel(GAP, y, LEFT, ROW, 0, 1, most * 1.05);
    Panel day =
        new Panel(
            2 * GAP + LEFT, y, RIGHT, ROW, WEDNESDAY / 7.0, (WEDNESDAY + 1) / 7.0, most * 1.05);
    for (Panel panel : List.of(week, day)) {
      grid(pen, panel);
      row.lines().forEach(line -> draw(pen, line, panel));
    }
    for (int d = 0; d < DAYS.length; d++) {
      text(pen, DAYS[d], week.atX((d + 0.5) / DAYS.length) - 12, y + ROW + 18);
    }
    for (int hour = 0; hour <= 24; hour += 6) {
      text(pen, hour + ":00", day.atX((WEDNESDAY + hour / 24.0) / 7) - 14, y + ROW + 18);
    }
    legend(pen, row, y - 14);
  }

  private static void grid(Graphics2D pen, Panel panel) {
    pen.setStroke(new BasicStroke(1));
    double step = panel.most() > 12 ? 5 : panel.most() > 5 ? 2 : 1;
    for (double value = 0; value <= panel.most(); value += step) {
      pen.setColor(GRID);
      int at = (int) panel.atY(value);
      pen.drawLine(panel.x(), at, panel.x() + panel.width(), at);
      text(pen, "%.0f".formatted(value), panel.x() - 24, at + 5);
    }
    pen.setColor(GRID);
    for (int d = 0; d <= DAYS.length; d++) {
      double share = (double) d / DAYS.length;
      if (share >= panel.from() && share <= panel.to()) {
        int at = (int) panel.atX(share);
        pen.drawLine(at, panel.y(), at, panel.y() + panel.height());
      }
    }
  }

  /** For each pixel the largest value; the first course of a row is filled. */
  private static void draw(Graphics2D pen, Line line, Panel panel) {
    boolean filled = line.color().equals(LOAD);
    Path2D path = new Path2D.Double();
    double floor = panel.atY(0);
    path.moveTo(panel.x(), floor);
    for (int x = 0; x < panel.width(); x++) {
      int first = point(line, panel, x);
      int last = Math.max(first + 1, point(line, panel, x + 1));
      double largest = 0;
      for (int t = first; t < Math.min(last, line.points()); t++) {
        largest = Math.max(largest, line.at().applyAsDouble(t));
      }
      double y = panel.atY(largest);
      if (x == 0 && !filled) {
        path.moveTo(panel.x(), y);
      }
      path.lineTo((double) panel.x() + x, y);
    }
    pen.setColor(line.color());
    if (filled) {
      path.lineTo((double) panel.x() + panel.width(), floor);
      path.closePath();
      pen.fill(path);
    } else {
      pen.setStroke(new BasicStroke(line.color().equals(IDEAL) ? 1 : 1.6f));
      pen.draw(path);
    }
  }

  private static int point(Line line, Panel panel, int x) {
    double share = panel.from() + (panel.to() - panel.from()) * x / panel.width();
    return (int) (share * line.points());
  }

  private static void legend(Graphics2D pen, Row row, int y) {
    pen.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
    pen.setColor(INK);
    pen.drawString(row.title(), GAP, y);
    int x = GAP + pen.getFontMetrics().stringWidth(row.title()) + 24;
    pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    for (Line line : row.lines()) {
      pen.setColor(line.color());
      pen.fillRect(x, y - 9, 18, 9);
      pen.setColor(INK);
      pen.drawString(line.name(), x + 24, y);
      x += 48 + pen.getFontMetrics().stringWidth(line.name());
    }
    pen.setColor(IDEAL);
    pen.drawString(row.unit() + "; right: Wednesday", x, y);
  }

  private static void text(Graphics2D pen, String text, double x, double y) {
    pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    pen.setColor(INK);
    pen.drawString(text, (int) x, (int) y);
  }
}
