"""Every address × every role → status. An address missing from the table fails."""

import shutil
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug import Response

from elearning.accounts import unit_names
from elearning.accounts.models import Person, SignIn, Unit
from elearning.accounts.operations import deactivate, grant, make_activation
from elearning.accounts.organisation_models import UnitChange
from elearning.accounts.passwords import hash_password
from elearning.accounts.privacy_models import DataRequest
from elearning.accounts.queries import person_with_unit
from elearning.api.models import ApiToken
from elearning.api.token_operations import make_token
from elearning.app import create_app
from elearning.assignments.exemption_operations import exempt
from elearning.certificates.badges import operations as badges
from elearning.certificates.badges.keys import name_of, signing_keys
from elearning.certificates.models import Certificate, Signatory
from elearning.core import clock, files, jobs
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.settings import current_settings
from elearning.courses.archives import zip_of
from elearning.courses.models import Course, CourseMedia, Enrolment
from elearning.courses.queries import compiled_item, place_of
from elearning.courses.writing.questions import places_in
from elearning.development.models import ShareLink
from elearning.development.proposal_operations import StoredFile, propose
from elearning.development.share_operations import make_link as make_share
from elearning.development.transcript_content import Office
from elearning.development.transcript_operations import make_transcript
from elearning.home import data_request_operations, erasure_operations
from elearning.home.merge_operations import merge
from elearning.learning import operations as learning
from elearning.learning.feedback_operations import ask, report_error
from elearning.learning.mark_operations import bookmark
from elearning.learning.mark_queries import own_marks, spot_at
from elearning.learning.models import ErrorReport, LessonQuestion
from elearning.learning.paragraphs import digest_of, letters_of
from elearning.learning.practising import practice_name
from elearning.notices.models import Notice
from elearning.quizzes.models import Attempt, Essay, ExtraChance, TimeAllowance
from elearning.quizzes.operations import open_attempt
from elearning.records.corrections import propose_revocation
from elearning.records.external import ExternalTraining, record_external
from elearning.records.ledger import make_checkpoint
from elearning.records.models import Completion, HistoryEntry
from elearning.reports.exports.choices import Choice
from elearning.reports.exports.models import ExportFile
from elearning.reports.exports.operations import begin_export
from elearning.reports.saved.operations import Schedule, save
from elearning.staff.officers import officer_at
from elearning.studio import review_operations, saving
from elearning.studio.models import Draft, ReviewLink
from elearning.studio.queries import files_of, media_of, versions_of
from elearning.studio.review_operations import Spot
from elearning.studio.saving import Typed
from elearning.webhooks.operations import make_webhook
from tests.assessment.classrooms import take
from tests.assessment.regrades import make_repaired
from tests.assignments.duties_of_people import make_assignment
from tests.conftest import make_settings
from tests.development.papers import make_picture, make_training
from tests.factories import (
    NOW,
    PASSWORD,
    make_completion,
    make_course,
    make_lesson,
    make_path,
    make_person,
    make_quiz,
    make_unit,
    work,
)
from tests.siasn.sheets import make_sheets
from tests.staff.rosters import make_rosters
from tests.studio.drafts import FILES, make_draft, make_drawing
from tests.surveys.answering import form_of
from tests.visitor import Visitor

ROLES = ("visitor", "owner", "other", "trainer", "hr", "hr_elsewhere", "admin")

#: `login` is a redirect to the sign-in page, a number any other answer. The owner learns in the
#: course and holds the attempt and the certificate; the other learner works elsewhere. HR reaches
#: the whole agency, HR elsewhere only a department that is not the owner's. The administrator is
#: no learner and no HR. The last column names the body in `BODIES`.
TABLE = """
address                                       visitor owner other trainer hr  hr_elsewhere admin body
GET  /                                        200     200   200   200     200 200          200
GET  /bantuan                                 200     200   200   200     200 200          200
GET  /privasi                                 200     200   200   200     200 200          200
GET  /aksesibilitas                           200     200   200   200     200 200          200
GET  /bahasa/en                               302     302   302   302     302 302          302
GET  /bahasa/xx                               404     404   404   404     404 404          404
GET  /csrf                                    200     200   200   200     200 200          200
GET  /healthz                                 200     200   200   200     200 200          200
GET  /readyz                                  200     200   200   200     200 200          200

GET  /masuk                                   200     302   302   302     302 302          302
POST /masuk                                   302     302   302   302     302 302          302   sign-in
POST /masuk                                   422     422   422   422     422 422          422   wrong
POST /keluar                                  login   302   302   302     302 302          302
GET  /akun                                    login   200   200   200     200 200          200
POST /akun/bahasa                             login   302   302   302     302 302          302   language
POST /akun/sesi/{sign_in}/akhiri              login   302   302   302     302 302          302
POST /akun/sesi/akhiri-lainnya                login   302   302   302     302 302          302
GET  /akun/kata-sandi                         login   200   200   200     200 200          200
POST /akun/kata-sandi                         login   302   302   302     302 302          302   password
GET  /data-saya                               login   200   200   200     200 200          200
GET  /data-saya/rincian/profile               login   200   200   200     200 200          200
GET  /data-saya/rincian/none                  login   404   404   404     404 404          404
GET  /data-saya/akses                         login   200   200   200     200 200          200
GET  /data-saya/unduh.json                    login   200   200   200     200 200          200
GET  /data-saya/unduh.pdf                     login   200   200   200     200 200          200
GET  /data-saya/koreksi                       login   200   200   200     200 200          404
POST /data-saya/koreksi                       login   302   302   302     302 302          404   wrong-unit
GET  /kepegawaian/permintaan-data/            login   404   404   404     200 200          200
GET  /kepegawaian/permintaan-data/{data_request} login 404  404   404     200 404          200
POST /kepegawaian/permintaan-data/{data_request} login 404  404   404     302 404          302   settled
GET  /kepegawaian/penghapusan-data/           login   404   404   404     200 200          200
GET  /kepegawaian/penghapusan-data/{leaver}   login   404   404   404     200 404          200
POST /kepegawaian/penghapusan-data/{leaver}/penahanan login 404 404 404   302 404          302   hold
POST /kepegawaian/penghapusan-data/{leaver}/penahanan/cabut login 404 404 404 302 404      302
POST /kepegawaian/penghapusan-data/{leaver}/usulan login 404 404  404     404 404          409   erasure
POST /kepegawaian/penghapusan-data/{leaver}/putusan login 404 404 404     302 404          302   erased
POST /privasi/dibaca                          login   302   302   302     302 302          302
GET  /pemberitahuan/                          login   200   200   200     200 200          200
GET  /pemberitahuan/pengaturan                login   200   200   200     200 200          200
POST /pemberitahuan/pengaturan                login   302   302   302     302 302          302
POST /pemberitahuan/dibaca                    login   302   302   302     302 302          302
POST /pemberitahuan/{notice}/buka             login   302   404   404     404 404          404
GET  /proses/{job}                            login   404   404   404     200 404          404
GET  /proses/{job}/keadaan                    login   404   404   404     200 404          404
POST /proses/{job}/batalkan                   login   404   404   404     302 404          404
GET  /aktivasi                                200     200   200   200     200 200          200
POST /aktivasi                                422     422   422   422     422 422          422   slip
GET  /aktivasi/{token}                        302     302   302   302     302 302          302
GET  /aktivasi/none                           404     404   404   404     404 404          404
GET  /aktivasi/kata-sandi                     404     404   404   404     404 404          404
POST /aktivasi/kata-sandi                     404     404   404   404     404 404          404   password
GET  /lupa-kata-sandi                         200     200   200   200     200 200          200
POST /lupa-kata-sandi                         302     302   302   302     302 302          302   sign-in
GET  /lupa-kata-sandi/terkirim                200     200   200   200     200 200          200
GET  /kepegawaian/aktivasi                    login   404   404   404     200 200          404
POST /kepegawaian/aktivasi/slip               login   404   404   404     200 404          404   people
POST /kepegawaian/aktivasi/tautan             login   404   404   404     302 404          404   people
GET  /kepegawaian/                            login   404   404   404     200 200          404
GET  /kepegawaian/dasbor                      login   404   404   404     200 200          404
GET  /kepegawaian/dasbor?unit=999             login   404   404   404     404 404          404
GET  /kepegawaian/dasbor/kepuasan             login   404   404   404     200 200          404
GET  /kepegawaian/dasbor/kepuasan?unit=999    login   404   404   404     404 404          404
GET  /kepegawaian/pegawai/{person}            login   404   404   404     200 404          404
GET  /kepegawaian/pegawai/cari                login   404   404   404     200 200          200
GET  /kepegawaian/pegawai/impor               login   404   404   404     200 200          200
POST /kepegawaian/pegawai/impor               login   404   404   404     302 422          302   roster
GET  /kepegawaian/pegawai/impor/999           login   404   404   404     404 404          404
GET  /kepegawaian/pegawai/impor/{roster_read} login   404   404   404     200 404          200
POST /kepegawaian/pegawai/impor/{roster_read}/judul login 404 404 404     302 404          302
POST /kepegawaian/pegawai/impor/{roster_read}/kolom login 404 404 404     302 404          302   columns
GET  /kepegawaian/pegawai/impor/{roster}      login   404   404   404     200 404          200
GET  /kepegawaian/pegawai/impor/{roster}/masalah.xlsx login 404 404 404   200 404          200
POST /kepegawaian/pegawai/impor/{roster}/tidak-ada login 404 404 404      302 404          302
GET  /kepegawaian/pegawai/impor/{roster}/tidak-ada/semua login 404 404 404 200 404         200
POST /kepegawaian/pegawai/impor/{roster}/tidak-ada/semua login 404 404 404 302 404         302   why
POST /kepegawaian/pegawai/impor/{roster}/terapkan login 404 404 404       302 404          302
POST /kepegawaian/pegawai/impor/{roster}/buang login  404   404   404     302 404          302
GET  /kepegawaian/pegawai/impor/{roster_done}/urungkan login 404 404 404  200 404          200
POST /kepegawaian/pegawai/impor/{roster_done}/urungkan login 404 404 404  302 404          302
GET  /kepegawaian/pegawai/tambah              login   404   404   404     200 200          200
POST /kepegawaian/pegawai/tambah              login   404   404   404     302 422          302   new-person
GET  /kepegawaian/pegawai/{person}/ubah       login   404   404   404     200 404          200
POST /kepegawaian/pegawai/{person}/ubah       login   404   404   404     302 404          302   new-person
GET  /kepegawaian/pegawai/{person}/tutup      login   404   404   404     200 404          200
POST /kepegawaian/pegawai/{person}/tutup      login   404   404   404     302 404          302   why
POST /kepegawaian/pegawai/{person}/buka       login   404   404   404     302 404          302
POST /kepegawaian/pegawai/{person}/lepas      login   404   404   404     302 404          302
POST /kepegawaian/pegawai/{person}/tahan      login   404   404   404     302 404          302
GET  /kepegawaian/pegawai/{person}/gabung     login   404   404   404     200 404          200
POST /kepegawaian/pegawai/{person}/gabung     login   404   404   404     302 404          302   other-nip
GET  /kepegawaian/pegawai/{person}/gabung/{twin} login 404  404   404     200 404          200
POST /kepegawaian/pegawai/{person}/gabung/{twin} login 404  404   404     302 404          302   joined
GET  /kepegawaian/pegawai/{former}/gabung     login   404   404   404     302 404          302
GET  /kepegawaian/pegawai/{former}            login   404   404   404     302 404          404
GET  /kepegawaian/pegawai/gabungan/{merge}/batal login 404  404   404     200 404          200
POST /kepegawaian/pegawai/gabungan/{merge}/batal login 404  404   404     302 404          302
GET  /kepegawaian/pegawai/999                 login   404   404   404     404 404          404
GET  /kepegawaian/koreksi/                    login   404   404   404     200 200          200
GET  /kepegawaian/koreksi/ganti/{entry}       login   404   404   404     200 404          200
POST /kepegawaian/koreksi/ganti/{entry}       login   404   404   404     302 404          302   data
GET  /kepegawaian/koreksi/cabut/{entry}       login   404   404   404     200 404          200
POST /kepegawaian/koreksi/cabut/{entry}       login   404   404   404     302 404          302   revoke
GET  /kepegawaian/koreksi/{correction}        login   404   404   404     200 404          200
POST /kepegawaian/koreksi/{correction}        login   404   404   404     302 404          302   approve
GET  /kepegawaian/organisasi/                 login   404   404   404     200 200          200
GET  /kepegawaian/organisasi/tambah           login   404   404   404     404 404          200
POST /kepegawaian/organisasi/tambah           login   404   404   404     404 404          302   new-unit
GET  /kepegawaian/organisasi/999              login   404   404   404     404 404          404
GET  /kepegawaian/organisasi/{unit}           login   404   404   404     200 404          200
GET  /kepegawaian/organisasi/{agency}         login   404   404   404     200 404          200
GET  /kepegawaian/organisasi/{unit}/tambah    login   404   404   404     200 404          200
POST /kepegawaian/organisasi/{unit}/tambah    login   404   404   404     302 404          302   new-unit
GET  /kepegawaian/organisasi/{unit}/ubah      login   404   404   404     200 404          200
GET  /kepegawaian/organisasi/{agency}/ubah    login   404   404   404     404 404          200
POST /kepegawaian/organisasi/{unit}/ubah      login   404   404   404     302 404          302   new-unit
GET  /kepegawaian/organisasi/{unit}/nama      login   404   404   404     200 404          200
POST /kepegawaian/organisasi/{unit}/nama      login   404   404   404     302 404          302   new-name
GET  /kepegawaian/organisasi/{unit}/pindah    login   404   404   404     200 404          200
POST /kepegawaian/organisasi/{unit}/pindah    login   404   404   404     302 404          302   place
GET  /kepegawaian/organisasi/{unit}/gabung    login   404   404   404     200 404          200
POST /kepegawaian/organisasi/{unit}/gabung    login   404   404   404     302 404          302   place
GET  /kepegawaian/organisasi/{unit}/tutup     login   404   404   404     200 404          200
POST /kepegawaian/organisasi/{unit}/tutup     login   404   404   404     409 404          409
POST /kepegawaian/organisasi/{unit}/buka      login   404   404   404     302 404          302
GET  /kepegawaian/organisasi/perubahan/{unit_change}/batalkan login 404 404 404 200 404     200
POST /kepegawaian/organisasi/perubahan/{unit_change}/batalkan login 404 404 404 302 404     302
GET  /kepegawaian/organisasi/perubahan/999/batalkan login 404 404 404   404 404          404
GET  /kepegawaian/penugasan/                  login   404   404   404     200 200          200
GET  /kepegawaian/penugasan/baru              login   404   404   404     200 200          200
POST /kepegawaian/penugasan/baru              login   404   404   404     422 422          422
POST /kepegawaian/penugasan/baru              login   404   404   404     302 422          302   mandatory
GET  /kepegawaian/penugasan/{assignment}      login   404   404   404     200 200          200
GET  /kepegawaian/penugasan/999               login   404   404   404     404 404          404
GET  /kepegawaian/penugasan/{assignment}/tenggat login 404 404  404     200 404          200
POST /kepegawaian/penugasan/{assignment}/tenggat login 404 404  404     302 404          302   due
GET  /kepegawaian/penugasan/{assignment}/akhiri login 404 404   404     200 404          200
POST /kepegawaian/penugasan/{assignment}/akhiri login 404 404   404     302 404          302
GET  /kepegawaian/penugasan/{assignment}/pesan login 404  404   404     200 200          200
POST /kepegawaian/penugasan/{assignment}/unduh login 404  404   404     200 200          200   csv
GET  /kepegawaian/penugasan/{assignment}/pengecualian login 404 404 404 200 200          200
POST /kepegawaian/penugasan/{assignment}/pengecualian login 404 404 404 302 422          302   exempt
POST /kepegawaian/penugasan/{assignment}/pengecualian/{exemption}/akhiri login 404 404 404 302 404 302
GET  /penugasan/                              login   200   200   200     200 200          404
GET  /penugasan/tim                           login   200   200   200     200 200          404
GET  /penugasan/tim/{assignment}/pesan        login   200   404   404     404 404          404
GET  /kepegawaian/token/                      login   404   404   404     200 200          200
POST /kepegawaian/token/                      login   404   404   404     422 422          422
POST /kepegawaian/token/                      login   404   404   404     200 422          200   api-token
POST /kepegawaian/token/{api_token}/cabut     login   404   404   404     302 404          302
GET  /kepegawaian/webhook/                    login   404   404   404     200 200          200
POST /kepegawaian/webhook/                    login   404   404   404     422 422          422
GET  /kepegawaian/webhook/{webhook}           login   404   404   404     200 404          200
POST /kepegawaian/webhook/{webhook}/coba      login   404   404   404     302 404          302
POST /kepegawaian/webhook/{webhook}/rahasia   login   404   404   404     200 404          200
POST /kepegawaian/webhook/{webhook}/jeda      login   404   404   404     302 404          302
POST /kepegawaian/webhook/{webhook}/lanjutkan login   404   404   404     302 404          302
POST /kepegawaian/webhook/{webhook}/kirim-ulang login 404   404   404     302 404          302
GET  /kepegawaian/webhook/{webhook}/akhiri    login   404   404   404     200 404          200
POST /kepegawaian/webhook/{webhook}/akhiri    login   404   404   404     302 404          302
GET  /api/v1/openapi.json                     200     200   200   200     200 200          200
GET  /api/v1/completions                      401     401   401   401     401 401          401
GET  /api/v1/completions/1                    401     401   401   401     401 401          401
GET  /api/v1/people/{nip}/history             401     401   401   401     401 401          401
GET  /api/v1/courses                          401     401   401   401     401 401          401
GET  /api/v1/certificates/{code}              401     401   401   401     401 401          401
GET  /kepegawaian/ekspor                      login   404   404   404     200 200          404
POST /kepegawaian/ekspor                      login   404   404   404     200 302          404   export
POST /kepegawaian/ekspor                      login   404   404   404     422 422          404   elsewhere
GET  /kepegawaian/tanda-tangan/               login   404   404   404     200 200          404
POST /kepegawaian/tanda-tangan/               login   404   404   404     422 422          404
POST /kepegawaian/tanda-tangan/ulang          login   404   404   404     302 302          404
POST /kepegawaian/ekspor                      login   404   404   404     302 302          404   export-zip
GET  /kepegawaian/ekspor/catatan              login   404   404   404     200 200          404
GET  /kepegawaian/ekspor/catatan/{export}     login   404   404   404     200 404          404
GET  /kepegawaian/ekspor/berkas/{export_file} login   404   404   404     302 404          404
GET  /kepegawaian/ekspor/tersimpan            login   404   404   404     200 200          404
GET  /kepegawaian/ekspor/tersimpan/baru       login   404   404   404     200 200          404
POST /kepegawaian/ekspor/tersimpan/baru       login   404   404   404     302 302          404   saved-export
POST /kepegawaian/ekspor/tersimpan/{saved}/hapus login 404 404   404     302 404          404
GET  /kepegawaian/rekap                       login   404   404   404     200 200          404
POST /kepegawaian/rekap                       login   404   404   404     200 200          404   recap
POST /kepegawaian/rekap                       login   404   404   404     422 422          404   elsewhere

GET  /pelatihan/                              200     200   200   200     200 200          200
GET  /cari                                    200     200   200   200     200 200          200
GET  /pelatihan/{course}/                     200     200   200   200     200 200          200
GET  /jalur/uji                               200     200   200   200     200 200          200
GET  /jalur/none                              404     404   404   404     404 404          404
GET  /pelatihan/none/                         404     404   404   404     404 404          404
POST /pelatihan/{course}/ikuti                login   302   302   302     302 302          409
POST /pelatihan/{course}/ulangi               login   409   404   404     404 404          404
POST /pelatihan/{course}/mengerti             login   302   404   404     404 404          404
POST /pelatihan/{course}/versi-baru           login   302   404   404     404 404          404
GET  /pelatihan/{course}/media/{cover}        200     200   200   200     200 200          200
GET  /pelatihan/{course}/media/{picture}      404     200   404   200     404 404          200
GET  /pelatihan/{course}/satu                 login   200   302   200     302 302          200
GET  /pelatihan/{course}/kuis                 login   200   302   200     302 302          200
GET  /pelatihan/{course}/none                 login   404   404   404     404 404          404
POST /pelatihan/{course}/satu                 login   302   404   404     404 404          404
POST /pelatihan/{course}/kuis                 login   404   404   404     404 404          404
POST /pelatihan/{course}/satu/latihan/{asked} login   200   404   200     404 404          200
POST /pelatihan/{course}/satu/posisi          401     429   404   404     404 404          404   position
GET  /pelatihan/{course}/satu/catatan         login   200   404   404     404 404          404
GET  /pelatihan/{course}/satu/catatan.json    login   200   404   404     404 404          404
POST /pelatihan/{course}/satu/catatan         login   302   404   404     404 404          404   note
POST /pelatihan/{course}/satu/tanda           login   302   404   404     404 404          404   bookmark
GET  /pelatihan/{course}/satu/laporan         login   200   404   404     404 404          404
POST /pelatihan/{course}/satu/laporan         login   302   404   404     404 404          404   message
GET  /pelatihan/{course}/satu/tanya           login   200   404   200     404 404          200
POST /pelatihan/{course}/satu/tanya           login   302   404   404     404 404          404   message
GET  /catatan                                 login   200   200   200     200 200          200
GET  /catatan.txt                             login   200   200   200     200 200          200
GET  /catatan/kiriman                         login   200   200   200     200 200          200
GET  /catatan/{mark}/hapus                    login   200   404   404     404 404          404
POST /catatan/{mark}/hapus                    login   302   404   404     404 404          404
GET  /catatan/999/hapus                       login   404   404   404     404 404          404
GET  /ukuran-teks/besar                       login   302   302   302     302 302          302
GET  /ukuran-teks/none                        login   404   404   404     404 404          404
GET  /pelatihan/{course}/data-sertifikat      login   200   404   404     404 404          404
POST /pelatihan/{course}/data-sertifikat      login   302   404   404     404 404          404
POST /pelatihan/{course}/kuis/percobaan       login   302   404   404     404 404          404
GET  /percobaan/{attempt}                     login   200   404   404     404 404          404
POST /percobaan/{attempt}/jawaban             login   302   404   404     404 404          404   answers
POST /percobaan/{attempt}/jawaban             401     422   404   404     404 404          404   events
POST /percobaan/{attempt}/periksa             login   404   404   404     404 404          404   answers
POST /pelatihan/{course}/kuis/kesempatan      login   302   404   404     404 404          404   reason
GET  /percobaan/{attempt}/kirim               login   200   404   404     404 404          404
POST /percobaan/{attempt}/kirim               login   302   404   404     404 404          404

GET  /sertifikat/{certificate}.pdf            login   200   404   404     200 404          404
GET  /sertifikat/{certificate}/bukti.json     login   200   404   404     200 404          404
GET  /sertifikat/999/bukti.json               login   404   404   404     404 404          404
GET  /.well-known/elearning/checkpoints       200     200   200   200     200 200          200
GET  /sertifikat/999.pdf                      login   404   404   404     404 404          404
GET  /sertifikat/{certificate}/lencana        login   200   404   404     200 404          404
GET  /sertifikat/999/lencana                  login   404   404   404     404 404          404
POST /sertifikat/{certificate}/lencana        login   302   404   404     404 404          404
POST /sertifikat/{certificate}/lencana/publik login   302   404   404     404 404          404
POST /sertifikat/{certificate}/lencana/tutup  login   302   404   404     404 404          404
GET  /sertifikat/{certificate}/lencana.png    login   200   404   404     200 404          404
GET  /sertifikat/{certificate}/lencana.svg    login   200   404   404     200 404          404
GET  /sertifikat/{certificate}/lencana.json   login   200   404   404     200 404          404
GET  /sertifikat/{certificate}/lencana.jwt    login   200   404   404     200 404          404
GET  /sertifikat/999/lencana.png              login   404   404   404     404 404          404
GET  /lencana/penerbit                        200     200   200   200     200 200          200
GET  /.well-known/jwks.json                   200     200   200   200     200 200          200
GET  /lencana/kunci/{badge_key}               200     200   200   200     200 200          200
GET  /lencana/kunci/none                      404     404   404   404     404 404          404
GET  /lencana/pelatihan/selesai/1             200     200   200   200     200 200          200
GET  /lencana/pelatihan/selesai/9             404     404   404   404     404 404          404
GET  /lencana/pelatihan/selesai/1.svg         200     200   200   200     200 200          200
GET  /lencana/pelatihan/none/1.svg            404     404   404   404     404 404          404
GET  /lencana/status/1                        200     200   200   200     200 200          200
GET  /lencana/status/2                        404     404   404   404     404 404          404
GET  /lencana/{badge}                         200     200   200   200     200 200          200
GET  /lencana/none                            404     404   404   404     404 404          404
GET  /lencana/{badge}.png                    200     200   200   200     200 200          200
GET  /lencana/none.json                       404     404   404   404     404 404          404
GET  /verifikasi/                             200     200   200   200     200 200          200
POST /verifikasi/                             200     200   200   200     200 200          200   printed
POST /verifikasi/berkas                       422     422   422   422     422 422          422   no-pdf
GET  /verifikasi/{code}                       200     200   200   200     200 200          200
GET  /verifikasi/none                         404     404   404   404     404 404          404
GET  /admin/sertifikat/                       login   404   404   404     200 404          200
GET  /admin/sertifikat/{organiser}            login   404   404   404     200 404          200
GET  /admin/sertifikat/999                    login   404   404   404     404 404          404
GET  /admin/sertifikat/{organiser}/templat    login   404   404   404     200 404          200
POST /admin/sertifikat/{organiser}/templat    login   404   404   404     302 404          302   look
GET  /admin/sertifikat/{organiser}/pratinjau.pdf login 404 404   404     200 404          200
GET  /admin/sertifikat/{organiser}/pratinjau-2.png login 404 404 404     200 404          200
GET  /admin/sertifikat/{organiser}/penanda-tangan/baru login 404 404 404 200 404          200
POST /admin/sertifikat/{organiser}/penanda-tangan/baru login 404 404 404 302 404          302   signing
GET  /admin/sertifikat/{organiser}/penanda-tangan/{signatory} login 404 404 404 200 404   200
GET  /admin/sertifikat/{organiser}/penanda-tangan/999 login 404 404 404  404 404          404
POST /admin/sertifikat/{organiser}/penanda-tangan/{signatory} login 404 404 404 302 404   302   signing
POST /admin/sertifikat/{organiser}/penanda-tangan/{signatory}/hapus login 404 404 404 302 404 302
GET  /sertifikat/semua.zip                    login   200   404   404     404 404          404
POST /akun/surel-sertifikat                   login   302   302   302     302 302          302   mailed
GET  /evaluasi/{evaluated}                    login   200   404   404     404 404          404
POST /evaluasi/{evaluated}                    login   422   404   404     404 404          404
POST /evaluasi/{evaluated}                    login   302   404   404     404 404          404   evaluation
GET  /evaluasi/999                            login   404   404   404     404 404          404
GET  /riwayat/                                login   200   200   200     200 200          404
GET  /riwayat/usulan/baru                     login   200   200   200     200 200          404
POST /riwayat/usulan/baru                     login   422   422   422     422 422          404
GET  /riwayat/usulan/{proposal}               login   200   404   404     404 404          404
GET  /riwayat/usulan/999                      login   404   404   404     404 404          404
GET  /riwayat/usulan/{proposal}/ubah          login   200   404   404     404 404          404
POST /riwayat/usulan/{proposal}/ubah          login   422   404   404     404 404          404
GET  /riwayat/usulan/{proposal}/tarik         login   200   404   404     404 404          404
POST /riwayat/usulan/{proposal}/tarik         login   302   404   404     404 404          404
GET  /riwayat/usulan/{proposal}/berkas        login   200   404   404     200 404          404
GET  /riwayat/usulan/{proposal}/pratinjau     login   200   404   404     200 404          404
GET  /kepegawaian/usulan/                     login   404   404   404     200 200          404
GET  /kepegawaian/usulan/{proposal}           login   404   404   404     200 404          404
POST /kepegawaian/usulan/{proposal}           login   404   404   404     302 404          404   approved
GET  /kepegawaian/usulan/{own_proposal}       login   404   404   404     404 404          404
POST /kepegawaian/usulan/{own_proposal}       login   404   404   404     404 404          404   approved
GET  /kepegawaian/siasn/                      login   404   404   404     200 200          404
GET  /kepegawaian/siasn/catatan/{completion}  login   404   404   404     200 404          404
POST /kepegawaian/siasn/catatan/{completion}  login   404   404   404     302 404          404   at-siasn
GET  /kepegawaian/siasn/lembar                login   404   404   404     200 200          404
POST /kepegawaian/siasn/lembar                login   404   404   404     302 302          404   siasn-sheet
GET  /kepegawaian/siasn/lembar/{sheet}        login   404   404   404     200 404          404
POST /kepegawaian/siasn/lembar/{sheet}/terapkan login 404   404   404     302 404          404
GET  /kepegawaian/siasn/kirim                 login   404   404   404     200 200          404
POST /kepegawaian/siasn/kirim                 login   404   404   404     404 404          404   push
GET  /riwayat/transkrip                       login   200   200   200     200 200          404
POST /riwayat/transkrip                       login   302   302   302     302 302          404
GET  /riwayat/transkrip.pdf                   login   302   302   302     302 302          404
GET  /riwayat/transkrip/{transcript}.pdf      login   200   404   404     404 404          404
POST /riwayat/transkrip/{transcript}/tarik    login   302   404   404     404 404          404
GET  /verifikasi/transkrip/                   200     200   200   200     200 200          200
GET  /verifikasi/transkrip/{transcript_code}  200     200   200   200     200 200          200
GET  /verifikasi/transkrip/none               404     404   404   404     404 404          404
GET  /riwayat/berbagi                         login   200   200   200     200 200          404
POST /riwayat/berbagi                         login   200   200   200     200 200          404   share
POST /riwayat/berbagi/{share}/cabut           login   302   404   404     404 404          404
GET  /berbagi/{share_token}                   200     200   200   200     200 200          200
GET  /berbagi/none                            404     404   404   404     404 404          404

GET  /studio/                                 login   404   404   200     404 404          200
GET  /studio/baru                             login   404   404   200     404 404          200
POST /studio/baru                             login   404   404   302     404 404          302   new-course
POST /studio/baru                             login   404   404   422     404 404          422
POST /studio/buka                             login   404   404   422     404 404          422   published
GET  /studio/{draft}/                         login   404   404   200     404 404          200
GET  /studio/none/                            login   404   404   404     404 404          404
POST /studio/{draft}/berkas                   login   404   404   302     404 404          302   new-item
POST /studio/{draft}/urutan                   login   404   404   302     404 404          302   move
GET  /studio/{draft}/berkas/{text}            login   404   404   200     404 404          200
GET  /studio/{draft}/berkas/999               login   404   404   404     404 404          404
POST /studio/{draft}/berkas/{text}            login   404   404   302     404 404          302   text
POST /studio/{draft}/berkas/{text}            401     404   404   200     404 404          200   typed
POST /studio/{draft}/berkas/{text}            login   404   404   422     404 404          422
GET  /studio/{draft}/berkas/{text}/bentrok/{late} login 404 404   200     404 404          200
GET  /studio/{draft}/berkas/{text}/bentrok/{version} login 404 404 404    404 404          404
GET  /studio/{draft}/berkas/{text}/pratinjau  login   404   404   200     404 404          200
POST /studio/{draft}/berkas/{text}/pratinjau  login   404   404   200     404 404          200   text
POST /studio/{draft}/berkas/{text}/perbaikan  login   404   404   302     404 404          302
GET  /studio/{draft}/berkas/{text}/sifat      login   404   404   200     404 404          200
POST /studio/{draft}/berkas/{text}/sifat      login   404   404   302     404 404          302   settings
POST /studio/{draft}/berkas/{text}/buang      login   404   404   302     404 404          302
POST /studio/{draft}/berkas/{text}/kembalikan login   404   404   404     404 404          404
GET  /studio/{draft}/berkas/{text}/soal       login   404   404   200     404 404          200
GET  /studio/{draft}/berkas/{text}/soal/baru/isian login 404 404  200     404 404          200
GET  /studio/{draft}/berkas/{text}/soal/baru/none login 404  404  404     404 404          404
POST /studio/{draft}/berkas/{text}/soal/baru/isian login 404 404  302     404 404          302   question
GET  /studio/{draft}/berkas/{quiz}/soal/{asked_in_draft} login 404 404 200 404 404         200
GET  /studio/{draft}/berkas/{quiz}/soal/none  login   404   404   404     404 404          404
POST /studio/{draft}/berkas/{quiz}/soal/{asked_in_draft} login 404 404 302 404 404         302   choices
POST /studio/{draft}/berkas/{quiz}/soal/none/buang login 404 404 302    404 404          302
GET  /studio/{draft}/media                    login   404   404   200     404 404          200
POST /studio/{draft}/media                    login   404   404   302     404 404          302   drawing
GET  /studio/{draft}/media/{drawing}          login   404   404   200     404 404          200
GET  /studio/{draft}/media/none.png           login   404   404   404     404 404          404
POST /studio/{draft}/media/{medium}/nama      login   404   404   302     404 404          302   renamed
POST /studio/{draft}/media/{medium}/buang     login   404   404   302     404 404          302
GET  /studio/impor                            login   404   404   200     404 404          200
POST /studio/impor                            login   404   404   200     404 404          200   zip
POST /studio/impor                            login   404   404   422     404 404          422   no-file
GET  /penilaian/                              login   404   404   200     404 404          200
GET  /penilaian/permintaan                    login   404   404   200     404 404          200
POST /penilaian/permintaan/{chance}           login   404   404   302     404 404          302   given
GET  /penilaian/{course}/kuis/kesempatan      login   404   404   200     404 404          200
POST /penilaian/{course}/kuis/kesempatan      login   404   404   302     404 404          302   reason
GET  /penilaian/{course}/waktu                login   404   404   200     404 404          200
POST /penilaian/{course}/waktu                login   404   404   302     404 404          302   reason
GET  /penilaian/{course}/pesan                login   404   404   200     404 404          200
GET  /penilaian/none/pesan                    login   404   404   404     404 404          404
GET  /penilaian/{course}/kepuasan             login   404   404   200     404 404          200
GET  /penilaian/none/kepuasan                 login   404   404   404     404 404          404
POST /penilaian/{course}/pesan                login   404   404   302     404 404          302   letter
POST /penilaian/{course}/waktu/{extra}/akhiri login   404   404   302     404 404          302
GET  /penilaian/esai                          login   404   404   200     404 404          200
GET  /penilaian/esai/{essay}                  login   404   404   200     404 404          200
GET  /penilaian/esai/999                      login   404   404   404     404 404          404
POST /penilaian/esai/{essay}                  login   404   404   302     404 404          302   marks
GET  /penilaian/{course}/kuis/                login   404   404   200     404 404          200
GET  /penilaian/{course}/none/                login   404   404   404     404 404          404
GET  /penilaian/selesai/kuis/                 login   404   404   404     404 404          200
GET  /penilaian/{course}/kuis/soal/kuis-0     login   404   404   200     404 404          200
GET  /penilaian/{course}/kuis/soal/none       login   404   404   404     404 404          404
GET  /penilaian/{course}/kuis/perbaikan       login   404   404   200     404 404          200
GET  /penilaian/{course}/none/perbaikan       login   404   404   404     404 404          404
GET  /penilaian/selesai/kuis/perbaikan        login   404   404   404     404 404          200
GET  /penilaian/{course}/kuis/perbaikan/soal/kuis-0 login 404 404 200     404 404          200
GET  /penilaian/{course}/kuis/perbaikan/soal/none login 404 404   404     404 404          404
POST /penilaian/{course}/kuis/perbaikan/soal/kuis-0 login 404 404 422     404 404          422
GET  /penilaian/{course}/kuis/perbaikan/{regrade} login 404 404   200     404 404          200
GET  /penilaian/{course}/kuis/perbaikan/999   login   404   404   404     404 404          404
POST /penilaian/{course}/kuis/perbaikan/{regrade}/lanjut login 404 404 302 404 404         302
POST /penilaian/{course}/kuis/perbaikan/{regrade}/batal login 404 404 422 404 404          422
GET  /studio/laporan                          login   404   404   200     404 404          200
POST /studio/laporan/{report}                 login   404   404   302     404 404          302   told
POST /studio/laporan/pertanyaan/{question}    login   404   404   302     404 404          302   told
GET  /studio/{draft}/periksa                  login   404   404   200     404 404          200
POST /studio/{draft}/periksa/perbaiki         login   404   404   302     404 404          302
GET  /studio/{draft}/terbitkan                login   404   404   200     404 404          200
POST /studio/{draft}/terbitkan                login   404   404   404     404 404          302
POST /studio/{draft}/tarik                    login   404   404   404     404 404          302
POST /studio/{draft}/arsip                    login   404   404   302     404 404          302
GET  /studio/{draft}/unduh.zip                login   404   404   200     404 404          200
GET  /studio/{draft}/berkas/{quiz}/kuis.gift  login   404   404   200     404 404          200
GET  /studio/{draft}/riwayat                              login 404 404 200 404 404 200
GET  /studio/{draft}/berkas/{text}/riwayat                login 404 404 200 404 404 200
GET  /studio/{draft}/berkas/{text}/riwayat/{version}      login 404 404 200 404 404 200
GET  /studio/{draft}/berkas/{text}/riwayat/{version}/pulihkan login 404 404 200 404 404 200
POST /studio/{draft}/berkas/{text}/riwayat/{version}/pulihkan login 404 404 302 404 404 302
GET  /studio/{draft}/berkas/{text}/beda-terbit            login 404 404 404 404 404 404
GET  /studio/{draft}/penulis                              login 404 404 200 404 404 200
POST /studio/{draft}/penulis                              login 404 404 302 404 404 302 author
GET  /studio/{draft}/penulis/{author}/keluarkan           login 404 404 200 404 404 200
POST /studio/{draft}/penulis/{author}/keluarkan           login 404 404 409 404 404 409
GET  /studio/{draft}/tinjauan                             login 404 404 200 404 404 200
POST /studio/{draft}/tinjauan/minta                       login 404 404 302 404 404 302
POST /studio/{draft}/tinjauan/tarik                       login 404 404 302 404 404 302
POST /studio/{draft}/tinjauan/kembalikan                  login 404 404 404 404 404 422
POST /studio/{draft}/tinjauan/tautan                      login 404 404 200 404 404 200 link
POST /studio/{draft}/tinjauan/tautan/{link}/cabut         login 404 404 302 404 404 302
GET  /studio/{draft}/baca/                                login 404 404 200 404 404 200
GET  /studio/{draft}/baca/surat                           login 404 404 200 404 404 200
GET  /studio/{draft}/baca/media/{drawing}                 login 404 404 200 404 404 200
GET  /studio/{draft}/baca/komentar/{text}                 login 404 404 200 404 404 200
POST /studio/{draft}/baca/komentar/{text}                 login 404 404 302 404 404 302 comment
POST /studio/{draft}/baca/utas/{comment}                  login 404 404 302 404 404 302 settle

GET  /tinjauan/{review}/                                  200   200 200 200 200 200 200
GET  /tinjauan/none/                                      404   404 404 404 404 404 404
GET  /tinjauan/{review}/surat                             200   200 200 200 200 200 200
GET  /tinjauan/{review}/none                              404   404 404 404 404 404 404
GET  /tinjauan/{review}/media/{drawing}                   200   200 200 200 200 200 200
GET  /tinjauan/{review}/komentar/{text}                   login 200 200 200 200 200 200
POST /tinjauan/{review}/komentar/{text}                   login 302 302 302 302 302 302 comment
POST /tinjauan/{review}/utas/{comment}                    login 404 404 302 404 404 302 settle
"""
CHANGED = "jalan-setapak-menuju-kebun"
ARCHIVE = zip_of(FILES, {}, "bawaan")
DRAWING = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'/>"
CHOICES = {"teks": "Apa?", "pilihan-0-teks": "a", "pilihan-0-benar": "y", "pilihan-1-teks": "b"}


class Row(NamedTuple):
    """One line of the table."""

    method: str
    address: str
    statuses: dict[str, str]
    body: str

    @classmethod
    def read(cls, line: str) -> "Row":
        """Read a line: method, address, a status per role, perhaps a body."""
        method, address, *cells = line.split()
        return cls(method, address, dict(zip(ROLES, cells, strict=False)), *(cells[7:] or [""]))

    def __str__(self) -> str:
        return f"{self.method} {self.address} {self.body}".strip()


ROWS = [Row.read(line) for line in TABLE.splitlines()[2:] if line]
UNSAFE = [row for row in ROWS if row.method != "GET"]


class World(NamedTuple):
    """An organisation in which everybody is signed in; what the table's braces stand for."""

    app: Application
    start: Path
    names: dict[str, Any]
    cookies: dict[str, str]

    @property
    def database(self) -> Path:
        """The database that the requests change."""
        return self.start.with_name("elearning.db")

    def forget(self) -> None:
        """Take back whatever the requests have changed."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        shutil.copy(self.start, self.database)

    def browser(self, role: str) -> FlaskClient:
        """Return a browser that holds a role's cookie."""
        client = self.app.test_client()
        if role in self.cookies:
            client.set_cookie("session", self.cookies[role])
        return client

    def ask(self, row: Row, role: str, *, token: bool = True) -> str:
        """Call a row's address in a role, an unsafe one with the browser's token; return the status."""
        browser, address = self.browser(role), row.address.format(**self.names)
        headers = {}
        if token and row.method != "GET":
            headers["X-CSRFToken"] = browser.get("/csrf").get_json()["csrf_token"]
        body = bodies(self.names)[row.body] if row.body else {}
        with browser.open(address, method=row.method, headers=headers, **body) as response:
            return outcome(response)


#: What a correction of the owner's certificate says.
RIGHT_DATA = {
    "full_name": "Contoh Lestari, S.Sos.",
    "nip": "198503172010011987",
    "course_title": "Pelatihan selesai",
    "tempat": "tetap",
    "catatan": "Gelar belum tercetak.",
}


IDS = b"NIP,pnsOrangId\n198503172010011987,A8-1\n"
NEW_UNIT = {"nama": "Unit Baru", "kode": "BARU", "jenis": "unit", "zona": "Asia/Jakarta"}
MANDATORY = {
    "mulai": "2026-01-01",
    "tenggat": "2029-12-31",
    "dasar": "Surat Edaran 1.",
    "tindakan": "tetapkan",
}
NEW_PERSON = {
    "nip": "199512312020121009",
    "nama": "Uji",
    "status": "PNS",
    "kedudukan": "01",
    "jenis_jabatan": "",
    "sejak": "2026-01-01",
}
API_TOKEN = {"nama": "SIMPEG", "hak": "courses:read", "berlaku": "90"}


def bodies(names: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return what is sent, by the name in the table; files come with the pages that take them."""
    return {
        "sign-in": {"data": {"identifier": names["nip"], "password": PASSWORD}},
        "wrong": {"data": {"identifier": names["nip"], "password": "wrong"}},
        "language": {"data": {"locale": "en"}},
        "password": {"data": {"current": PASSWORD, "password": CHANGED, "repeat": CHANGED}},
        "slip": {"data": {"nip": names["nip"], "code": "WRONG-WRONG"}},
        "export": {"data": {"tahun": names["year"], "pemisah": ";", "format": "xlsx"}},
        "export-zip": {"data": {"tahun": names["year"], "pemisah": ";", "format": "zip"}},
        "saved-export": {"data": {"nama": "Bulanan", "berkas": "xlsx"}},
        "recap": {"data": {"sampai": "2026-01-31", "rekap": "pegawai-csv"}},
        "elsewhere": {"data": {"unit": "999", "format": "xlsx"}},
        "people": {"data": {"person": names["person"]}},
        "data": {"data": RIGHT_DATA},
        "revoke": {"data": {"alasan": "twice", "catatan": "Tercatat dua kali."}},
        "approve": {"data": {"keputusan": "setujui"}},
        "new-unit": {"data": NEW_UNIT},
        "new-name": {"data": {"nama": "Bidang Baru", "sejak": "2026-01-01"}},
        "place": {"data": {"ke": names["elsewhere_unit"]}},
        "api-token": {"data": API_TOKEN | {"unit": names["agency"]}},
        "position": {"json": {"anchor": "isi-awal"}},
        "note": {"data": {"paragraf": names["paragraph"], "catatan": "Ingat ini."}},
        "bookmark": {"data": {"paragraf": names["paragraph"], "tanda": "ya"}},
        "told": {"data": {"jawaban": "Terima kasih."}},
        "zip": {
            "data": {"berkas": (BytesIO(ARCHIVE), "bawaan.zip"), "sebagai": "pelatihan", "ke": ""}
        },
        "author": {"data": {"nip": names["trainer_nip"]}},
        "link": {"data": {"untuk": "Bagian Hukum", "hari": "30"}},
        "comment": {"data": {"paragraf": "", "komentar": "Tolong diperjelas."}},
        "settle": {"data": {"langkah": "selesai"}},
        "new-course": {"data": {"judul": "Arsip dinas", "alamat": "", "contoh": "kosong"}},
        "published": {"data": {"pelatihan": names["course"]}},
        "new-item": {"data": {"judul": "Nota dinas", "jenis": "materi"}},
        "move": {"data": {"pindah": f"turun:{names['text']}"}},
        "text": {"data": {"text": "Isi.", "base": "1", "lanjut": ""}},
        "typed": {"json": {"text": "Isi.", "base": 1, "auto": True}},
        "settings": {"data": {"judul": "Surat", "kunci": "surat", "wajib": "y"}},
        "question": {"data": {"teks": "Singkatan?", "jawaban": "SPBE"}},
        "choices": {"data": CHOICES},
        "drawing": {"data": {"berkas": (BytesIO(DRAWING), "alur.svg")}},
        "renamed": {"data": {"nama": "bagan.svg"}},
        "no-file": {"data": {"sebagai": "pelatihan", "ke": ""}},
        "message": {"data": {"teks": "Pasal itu sudah diubah."}},
        "answers": {"data": {"saved_seq": "0"}},
        "events": {"json": {}},
        "reason": {"data": {"nip": names["nip"], "alasan": "Listrik padam.", "persen": "50"}},
        "letter": {"data": {"judul": "Sesi", "isi": "Besok.", "tindakan": "kirim"}},
        "marks": {"data": {"dilihat": "0", "tingkat_1": "1/2", "komentar": ""}},
        "given": {"data": {"tindakan": "beri", "jawaban": ""}},
        "look": {"data": {"kop": "Pemerintah Uji", "mulai": "2029-01-01"}},
        "signing": {"data": {"jabatan": "Kepala", "nama": "Uji", "mulai": "2026-01-01"}},
        "mandatory": {
            "data": MANDATORY | {"pelatihan": names["pelatihan"], "unit": names["agency"]}
        },
        "due": {"data": {"tenggat": "2029-12-30"}},
        "csv": {"data": {"format": "csv"}},
        "exempt": {"data": {"nip": names["nip"], "alasan": "study"}},
        "wrong-unit": {"data": {"datum": "unit", "benar": "Dinas Arsip"}},
        "hold": {"data": {"alasan": "LHP 700/12"}},
        "erasure": {"data": {"dasar": "request", "surat": "Surat 12/2026"}},
        "erased": {"data": {"keputusan": "hapus", "usulan": "1"}},
        "roster": {
            "data": {"unit": names["agency"], "berkas": (BytesIO(b"NIP;Nama\n1;A\n"), "p.csv")}
        },
        "columns": {"data": {"kolom-0": "nip", "kolom-1": "name"}},
        "new-person": {"data": NEW_PERSON | {"unit": names["agency"]}},
        "other-nip": {"data": {"nip": names["twin_nip"]}},
        "joined": {"data": {"tetap": names["person"], "alasan": "SK 821/15/2026"}},
        "why": {"data": {"alasan": "Pensiun"}},
        "settled": {"data": {"hasil": "done", "jawaban": "Sudah diperbarui."}},
        "mailed": {"data": {"surel": "ya"}},
        "no-pdf": {"data": {"berkas": (BytesIO(b"GIF89a"), "sertifikat.pdf")}},
        "approved": {"data": {"edisi": "1", "keputusan": "setujui", "alasan": ""}},
        "share": {"data": {"untuk": "Panitia", "berlaku": "7"}},
        "at-siasn": {"data": {"status": "sent", "id_siasn": "rw-1", "catatan": ""}},
        "siasn-sheet": {
            "data": {"isi": "people", "tahun": names["year"], "berkas": (BytesIO(IDS), "id.csv")}
        },
        "push": {"data": {"tahun": names["year"], "token": "abc"}},
        "evaluation": {"data": form_of(4)},
        "printed": {"data": {"number": names["number"], "check_code": names["check_code"]}},
    }


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Iterator[World]:
    """The organisation, made once; `forget` brings it back."""
    folder = tmp_path_factory.mktemp("access")
    shutil.copy(empty_database, folder / "elearning.db")
    app = create_app(make_settings(folder))
    with work(app):
        people = make_people()
        names = make_things(people["owner"])
        names |= make_studio(people["trainer"], people["owner"])
        names |= make_riwayat(people["owner"], people["hr"])
        names |= make_api_token(people["hr"])
        names |= make_unit_change(people["owner"], people["other"])
        names |= make_exports(people["hr"])
        names |= make_sheets(people["hr"].id, names["completion"])
        agency = db.session.get_one(Unit, people["hr"].unit_id)
        names |= make_rosters(agency, people["hr"].id, people["owner"].nip or "")
        names |= make_mandatory(people)
        names |= make_twins(people["owner"])
        identifiers = {role: person.nip or person.username for role, person in people.items()}
    cookies = {role: signed_in(app, str(name)) for role, name in identifiers.items()}
    with work(app):
        own = select(SignIn.id).where(SignIn.person_id == names["person"])
        names["sign_in"] = db.session.scalars(own).one()
    made = World(app, folder / "start.db", names, cookies)
    with app.app_context():
        make_checkpoint(clock.now())
        db.engine.dispose()
    shutil.copy(made.database, made.start)
    yield made
    made.forget()


def make_people() -> dict[str, Person]:
    """Add a person for each role to an agency of two departments."""
    agency = make_unit()
    here = make_unit(make_unit(agency, "department"), "unit")
    elsewhere = make_unit(agency, "department")
    return {
        "owner": make_person(here),
        "other": make_person(elsewhere),
        "trainer": with_role("pengajar", elsewhere),
        "hr": with_role("kepegawaian", agency, of=agency),
        "hr_elsewhere": with_role("kepegawaian", elsewhere, of=elsewhere),
        "admin": make_admin(),
    }


def with_role(role: str, unit: Unit, *, of: Unit | None = None) -> Person:
    """Add a person with a role."""
    person = make_person(unit)
    grant(person, role, of, clock.now())
    return person


def make_admin() -> Person:
    """Add the administrator, who has no NIP and no unit."""
    password_hash = hash_password(PASSWORD)
    admin = Person(username="admin", name="Admin", password_hash=password_hash, created_at=NOW)
    db.session.add(admin)
    db.session.flush()  # the role names the new key
    grant(admin, "admin", None, clock.now())
    return admin


def make_things(owner: Person) -> dict[str, Any]:
    """Give the owner a certificate, a course in progress, an open attempt and an unused link."""
    now = clock.now()
    make_completion(owner, make_course(make_lesson(), make_quiz(), slug="selesai"), now)
    proof = db.session.scalars(select(Certificate)).one()
    lesson, quiz = make_lesson(practice=True), make_quiz()
    course = make_course(lesson, quiz, slug="berjalan")
    course.cover = f"/pelatihan/{course.slug}/media/cover.svg"
    make_path(course)
    enrolment = learning.enrol(owner, course, now)
    enrolment.seen_at = now + timedelta(
        hours=1
    )  # a position is refused however long the table takes
    taught = compiled_item(enrolment.revision_id, "kuis")
    attempt = open_attempt(enrolment, "kuis", taught, enrolment.revision_id, now)  # type: ignore[arg-type]
    taken = take(learning.enrol(make_person(), course, now), "01", now)
    return {
        "person": owner.id,
        "nip": owner.nip,
        "course": course.slug,
        "asked": practice_name(lesson.practices[0].id),
        "paragraph": digest_of(letters_of("Isi satu")),
        "mark": make_mark(owner, course.slug),
        "attempt": attempt.id,
        "regrade": make_repaired(course.slug),
        "essay": make_essay(taken, course),
        **make_grants(enrolment),
        **make_correction(owner),
        "data_request": make_data_request(owner),
        "leaver": make_leaver(owner),
        "certificate": proof.id,
        "completion": proof.completion_id,
        "evaluated": db.session.get_one(Completion, proof.completion_id).enrolment_id,
        "notice": db.session.scalars(select(Notice.id).where(Notice.person_id == owner.id)).first(),
        **make_shared_badge(proof, now),
        "code": proof.code,
        "year": str(proof.year),
        "number": proof.number,
        "check_code": proof.check_code,
        **make_signatory(proof),
        "cover": make_medium(course, "cover.svg"),
        "picture": make_medium(course, "picture.svg"),
        "token": make_activation(owner, "link", made_by_id=None, valid=timedelta(1), at=now),
    }


def make_signatory(proof: Certificate) -> dict[str, int]:
    """Let somebody sign the organiser's certificates."""
    facts = {"position": "Kepala", "name": "Uji", "rank": "", "nip": ""}
    signatory = Signatory(organiser_id=proof.organiser_id, valid_from=proof.issued_on, **facts)
    db.session.add(signatory)
    db.session.flush()
    return {"organiser": proof.organiser_id, "signatory": signatory.id}


def make_correction(owner: Person) -> dict[str, int]:
    """Return an entry of the owner's, and a proposal to revoke another one."""
    day = clock.now().date()
    seminar = ExternalTraining("Seminar", "ANRI", "9", day, day, 3, "S/1")
    entry = db.session.scalars(select(HistoryEntry)).one()
    other = record_external(owner, seminar, clock.now())
    assert other is not None
    made = propose_revocation(other, "twice", "Ganda.", make_person(), clock.now())
    return {"entry": entry.id, "correction": made.id}


def make_data_request(owner: Person) -> int:
    """Let the owner ask for a correction of their data."""
    path = db.session.get_one(Unit, owner.unit_id).path
    data_request_operations.ask(owner, path, "name", "Contoh L.", "", 72, clock.now())
    return db.session.scalars(select(DataRequest.id)).one()


def make_twins(owner: Person) -> dict[str, Any]:
    """Join a former account of the owner, and add another one that is not joined yet."""
    unit = db.session.get_one(Unit, owner.unit_id)
    former, twin = make_person(unit), make_person(unit)
    made = merge(former.id, owner.id, "SK 821/15/2026", officer_at(by_admin()), clock.now())
    return {"former": former.id, "twin": twin.id, "twin_nip": twin.nip, "merge": made.id}


def by_admin() -> int:
    """Return the administrator's key."""
    return db.session.scalars(select(Person.id).where(Person.username == "admin")).one()


def make_leaver(colleague: Person) -> int:
    """Let somebody have left whose data another administrator proposes to erase."""
    now, unit = clock.now(), db.session.get_one(Unit, colleague.unit_id)
    leaver, proposer = make_person(unit), make_person(unit)
    deactivate(leaver, now, actor_id=None)
    by = {"by_id": proposer.id, "on": now.date(), "at": now}
    erasure_operations.propose(leaver, "request", "Surat 12/2026", [], **by)
    return leaver.id


def make_shared_badge(certificate: Certificate, at: datetime) -> dict[str, str]:
    """Let the owner show a badge of the certificate; return its public address and a key's name."""
    badge = badges.make_badge(certificate, None, at)
    badges.share(badge)
    keys = signing_keys(current_settings())
    badges.publish_keys(keys, at)
    return {"badge": badge.share_code or "", "badge_key": name_of(keys.token.public_key())}


def make_riwayat(owner: Person, officer: Person) -> dict[str, Any]:
    """Let the owner propose training, share the history and have a transcript; HR proposes too."""
    now, content = clock.now(), {"nip": owner.nip, "made_on": "2025-11-22", "name": "Contoh"}
    stored, drawn = make_picture("JPEG"), make_picture()
    file = StoredFile(files.store(stored), "image/jpeg", files.store(drawn))
    proposals = [propose(each.id, make_training(), 4, file, now) for each in (owner, officer)]
    lines = {"years": [2025], "lines": [], "jp": 0, "site": "", "unit": "", "agency": ""}
    identity = {"rank": "", "position": "", "status": "PNS"}
    office = Office(owner.unit_id or 0, "Kepala", "Ratna Contoh", "", "")
    paper = make_transcript(owner.id, content | lines | identity, "http://localhost", now, office)
    token = make_share(owner.id, "", (), now + timedelta(days=7), now, shows_nip=False)
    return {
        "proposal": proposals[0].id,
        "own_proposal": proposals[1].id,
        "transcript": paper.id,
        "transcript_code": paper.code,
        "share": db.session.scalars(select(ShareLink.id)).one(),
        "share_token": token,
    }


def make_exports(officer: Person) -> dict[str, int]:
    """Let the officer of the agency have started a job, made an export and kept one."""
    now, unit = clock.now(), db.session.get_one(Unit, officer.unit_id)
    job = jobs.start("test", "Uji", {}, now, person_id=officer.id)
    log = begin_export(officer.id, unit.id, 2025, Choice(), [unit.path], now)
    facts = {"department": "", "rows": 1, "certificates": 0, "left_out": 0, "size": 1}
    file = ExportFile(
        export_id=log.id, number=1, name="a.csv", digest="0" * 64, made_at=now, **facts
    )
    db.session.add(file)
    schedule = Schedule("", 0, 6, "Asia/Jakarta")
    saved = save("Harian", Choice(), schedule, None, officer.id, now)
    return {"job": job.id, "export": log.id, "export_file": file_key(file), "saved": saved.id}


def file_key(file: ExportFile) -> int:
    """Return the key of a file that was just added."""
    db.session.flush()  # the table names the new key
    return file.id


def make_mandatory(people: dict[str, Person]) -> dict[str, int]:
    """Make a course mandatory in the agency, of whose people one is exempt; the owner leads one."""
    people["other"].supervisor_id = people["owner"].id
    officer, here = people["hr"], db.session.get_one(Unit, people["owner"].unit_id)
    agency, colleague = db.session.get_one(Unit, officer.unit_id), make_person(here)
    made = make_assignment(agency, officer, due_on=date(2029, 12, 31), at=clock.now())
    db.session.flush()
    given = exempt(made, colleague.id, "study", "", officer, clock.now())
    db.session.flush()
    return {"assignment": made.id, "exemption": given.id, "pelatihan": made.course_id}


def make_unit_change(owner: Person, other: Person) -> dict[str, int | None]:
    """Rename the owner's unit, and name the unit elsewhere into which it could go."""
    unit, day = db.session.get_one(Unit, owner.unit_id), clock.now().date()
    unit_names.rename(unit, "Bidang Arsip", day, day, clock.now(), by_id=other.id)
    change = db.session.scalars(select(UnitChange.id)).one()
    return {"unit": unit.id, "unit_change": change, "elsewhere_unit": other.unit_id}


def make_api_token(officer: Person) -> dict[str, int | None]:
    """Let the officer of the agency give a token for all of it."""
    agency = officer.unit_id
    assert agency is not None
    later = clock.now() + timedelta(days=30)
    make_token(officer.id, "SIMPEG", agency, ["courses:read"], later, clock.now())
    token = db.session.scalars(select(ApiToken.id)).one()
    facts = (officer.id, "SIMPEG", "https://simpeg.example/terima", agency, ["completion.created"])
    webhook, _secret = make_webhook(*facts, carries_data=False, at=clock.now())
    return {"agency": agency, "api_token": token, "webhook": webhook.id}


def make_mark(owner: Person, slug: str) -> int:
    """Let the owner put a bookmark at the only paragraph of a lesson, and return its key."""
    place = place_of(owner.id, slug)
    assert place is not None
    spot = spot_at(owner.id, place, "satu", digest_of(letters_of("Isi satu")))
    assert spot is not None
    bookmark(spot, NOW)
    return own_marks(owner.id)[0].id


def make_essay(attempt: Attempt, course: Course) -> int:
    """Let a question of a closed attempt wait for its mark as an essay does, and return its key."""
    essay = Essay(attempt_id=attempt.id, course_id=course.id, sent_at=NOW, state="waiting")
    essay.question = attempt.paper[0]["id"]
    db.session.add(essay)
    db.session.flush()  # the table names the new key
    return essay.id


def make_grants(enrolment: Enrolment) -> dict[str, int]:
    """Let a learner ask for one more attempt and have extra time."""
    mine = {"enrolment_id": enrolment.id, "course_id": enrolment.course_id, "quiz_key": "kuis"}
    chance = ExtraChance(**mine, state="asked", request="Listrik padam.", asked_at=clock.now())
    by = enrolment.person_id
    extra = TimeAllowance(
        person_id=by, course_id=enrolment.course_id, percent=50, reason="Surat", given_at=NOW
    )
    extra.given_by_id = by
    db.session.add_all([chance, extra])
    db.session.flush()  # the table names the new keys
    return {"chance": chance.id, "extra": extra.id}


def make_studio(trainer: Person, reader: Person) -> dict[str, Any]:
    """Give the trainer a draft of the course that the reader is in, reports and asks about."""
    draft = make_draft(trainer, "berjalan")
    place, by = place_of(reader.id, draft.slug), person_with_unit(reader.id)
    assert place is not None
    assert by is not None
    report_error(by, place, "satu", None, "Salah ketik.", clock.now())
    ask(by, place, "satu", "Mengapa?", clock.now())
    return {
        "draft": draft.slug,
        "quiz": files_of(draft.id)[2].id,
        **make_review(draft, trainer),
        "report": db.session.scalars(select(ErrorReport.id)).one(),
        "question": db.session.scalars(select(LessonQuestion.id)).one(),
    }


def make_review(draft: Draft, trainer: Person) -> dict[str, Any]:
    """Let a draft be read by a private link, with a drawing and a comment of its author."""
    now, text = clock.now(), files_of(draft.id)[1]
    said = review_operations.comment(draft, text, Spot(), "Hm.", trainer.id, now)
    token = review_operations.make_link(draft, "Peninjau", 30, trainer.id, now)
    drawing = make_drawing(draft)
    return {
        "text": text.id,
        "version": versions_of(text.id)[0].id,
        "author": trainer.id,
        "trainer_nip": trainer.nip,
        "review": token,
        "link": db.session.scalars(select(ReviewLink.id)).one(),
        "comment": said.id,
        "drawing": f"{drawing.digest[:16]}-{drawing.name}",
        **make_writing(draft, trainer),
    }


def make_writing(draft: Draft, trainer: Person) -> dict[str, Any]:
    """Let a text of a draft come too late, and name a medium and a question of it."""
    text, quiz = files_of(draft.id)[1:3]
    late = saving.keep(draft, text, Typed("Terlambat.", 0, auto=False), trainer.id, clock.now())
    assert late is not None
    return {
        "late": late.id,
        "medium": media_of(draft.id)[0].id,
        "asked_in_draft": places_in(quiz.name, quiz.text)[0].mark,
    }


def make_medium(course: Course, name: str) -> str:
    """Add a picture to a course and return its name."""
    digest = files.store(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    db.session.add(
        CourseMedia(course_id=course.id, name=name, digest=digest, mime="image/svg+xml", size=41)
    )
    return name


def signed_in(app: Application, identifier: str) -> str:
    """Sign in and return the cookie."""
    visitor = Visitor(app)
    visitor.open("/masuk").send("/masuk", identifier=identifier, password=PASSWORD)
    cookie = visitor.client.get_cookie("session")
    assert cookie is not None
    return cookie.value


def outcome(response: Response) -> str:
    """Return the status as the table writes it."""
    is_login = response.status_code == 302 and (response.location or "").startswith("/masuk")
    return "login" if is_login else str(response.status_code)


def test_every_address_stands_in_the_table(world: World) -> None:
    addresses = world.app.url_map.bind("localhost")
    listed = {(row.method, addresses.match(path_of(row, world), row.method)[0]) for row in ROWS}
    declared = {
        (method, rule.endpoint)
        for rule in world.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert listed == declared


def path_of(row: Row, world: World) -> str:
    """Return the path of a row's address, with the keys of the world."""
    return row.address.format(**world.names).partition("?")[0]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_an_address_answers_each_role_as_the_table_says(world: World, row: Row) -> None:
    given = {}
    for role in ROLES:
        given[role] = world.ask(row, role)
        if row.method != "GET":
            world.forget()
    assert given == row.statuses


@pytest.mark.parametrize("row", UNSAFE, ids=str)
def test_nothing_is_changed_without_the_token_of_the_form(world: World, row: Row) -> None:
    given = {role: world.ask(row, role, token=False) for role in ROLES}
    assert given == dict.fromkeys(ROLES, "400")


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_closed_account_is_a_visitor(world: World, row: Row) -> None:
    with work(world.app):
        deactivate(db.session.get_one(Person, world.names["person"]), clock.now(), actor_id=None)
    given = world.ask(row, "owner")
    world.forget()
    assert given == closed(row)


def closed(row: Row) -> str:
    """Return what a closed account gets: like a visitor, and neither password nor link is taken."""
    if (row.method, row.address, row.body) == ("POST", "/masuk", "sign-in"):
        return "422"
    return "404" if row.address == "/aktivasi/{token}" else row.statuses["visitor"]
